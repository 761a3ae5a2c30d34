/** Commands that make, run, read, and change runs, in the order in which the help lists them. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import {
  defineAnnotate,
  defineCurate,
  defineLog,
  defineRecluster,
  defineReplay,
} from './define-curate.ts';
import { defineRuns } from './define-runs.ts';
import {
  defineCheck,
  defineCompare,
  defineImport,
  defineLens,
  defineMerge,
  defineRead,
} from './define-several.ts';
import { defineAttach, defineControl } from './define-steering.ts';
import {
  defineAsk,
  defineInstruments,
  definePrime,
  defineRun,
  defineStages,
} from './define-work.ts';

export function defineRunCommands(program: Command, context: CommandContext): void {
  defineRun(program, context);
  defineStages(program, context);
  defineAttach(program, context);
  defineControl(program, context);
  defineRecluster(program, context);
  defineCurate(program, context);
  defineAnnotate(program, context);
  defineLog(program, context);
  defineReplay(program, context);
  defineMerge(program, context);
  defineCompare(program, context);
  defineLens(program, context);
  defineCheck(program, context);
  defineRuns(program, context);
  defineInstruments(program, context);
  defineAsk(program, context);
  definePrime(program, context);
  defineImport(program, context);
  defineRead(program, context);
}
