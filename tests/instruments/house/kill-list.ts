/** The instruments of the tests, and two of the program's own. */
import { ladder } from '../../../src/instruments/ladder/instrument.ts';
import { questionnaire } from '../../../src/instruments/questionnaire/instrument.ts';
import * as house from './list.ts';

export const instruments = [...house.instruments, questionnaire, ladder];
