/** Every instrument that comes with the program; a line is all that a new one adds here. */
import type { Instrument } from './contract.ts';
import { questionnaire } from './questionnaire/instrument.ts';
import { sentenceCompletion } from './sentence-completion/instrument.ts';

export const allInstruments: readonly Instrument[] = [sentenceCompletion, questionnaire];
