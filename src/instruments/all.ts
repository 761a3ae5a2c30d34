/** Every instrument that comes with the program; a line is all that a new one adds here. */
import { choice } from './choice/instrument.ts';
import type { Instrument } from './contract.ts';
import { ladder } from './ladder/instrument.ts';
import { opposing } from './opposing/instrument.ts';
import { primedOf } from './prime/instrument.ts';
import { questionnaire } from './questionnaire/instrument.ts';
import { reading } from './reading/instrument.ts';
import { sentenceCompletion } from './sentence-completion/instrument.ts';
import { stance } from './stance/instrument.ts';

const asked: readonly Instrument[] = [
  sentenceCompletion,
  questionnaire,
  opposing,
  choice,
  ladder,
  reading,
  stance,
];

export const allInstruments: readonly Instrument[] = [...asked, primedOf(asked)];
