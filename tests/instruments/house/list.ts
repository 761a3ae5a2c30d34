/** The instruments of the tests, as a list of their own. */
import { chain } from './chain.ts';
import { primed } from './primed.ts';
import { reader } from './reader.ts';

export const instruments = [reader, chain, primed];
