/** The context of a stage of a run. */
import type { AskContext } from '../../asking/ask.ts';
import type { RunEnvironment } from '../environment.ts';
import type { RunFolder } from '../run-folder.ts';

export type StageContext = AskContext<RunFolder, RunEnvironment>;
