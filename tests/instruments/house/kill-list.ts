/** The instruments of the tests, and one of the program's own. */
import { questionnaire } from '../../../src/instruments/questionnaire/instrument.ts';
import * as house from './list.ts';

export const instruments = [...house.instruments, questionnaire];
