/** The instruments of the tests, and four of the program's own. */
import { ladder } from '../../../src/instruments/ladder/instrument.ts';
import { primedOf } from '../../../src/instruments/prime/instrument.ts';
import { questionnaire } from '../../../src/instruments/questionnaire/instrument.ts';
import { reading } from '../../../src/instruments/reading/instrument.ts';
import * as house from './list.ts';

export const instruments = [
  ...house.instruments,
  ...[questionnaire, ladder, reading, primedOf([questionnaire])],
];
