/** Options that limit spending, the same for every command that asks models. */
import type { Command } from 'commander';
import { positive, wholeNumber } from './parse-options.ts';

export type BudgetOptions = {
  /** Dollars. */
  budget?: number;
  maxTokens?: number;
  maxRequests?: number;
};

export function withBudgetOptions(command: Command): Command {
  return command
    .option('--budget <dollars>', 'pause before more than this is spent', positive)
    .option('--max-tokens <count>', 'pause before more tokens than this are used', wholeNumber(1))
    .option(
      '--max-requests <count>',
      'pause before more requests than this are sent',
      wholeNumber(1),
    );
}
