/** A run in which every text from outside is hostile: model names, answers, words, names, stems, findings. */
import type { ReportInput } from '../../src/report/report-input.ts';
export declare const hostile: {
    script: string;
    attribute: string;
    clipboard: string;
    formula: string;
    bidi: string;
};
/** `simulated` marks the run; everything else is as hostile as it can be. */
export declare function hostileInput({ simulated }?: {
    simulated?: boolean | undefined;
}): ReportInput;
