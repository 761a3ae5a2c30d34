/** `valuelex import`: answers that were collected elsewhere. */

import { importAnswers } from '../run/import-answers.ts';
import { findRun } from '../run/list-runs.ts';
import { refuseUnknownModels } from '../run/named-models.ts';
import { presetStudy } from '../run/presets.ts';
import type { CommandContext } from './command-context.ts';
import { shellWord } from './shell-word.ts';

export type ImportFileOptions = {
  as: 'responses' | 'completions';
  into?: string;
  name?: string;
  judges?: string[];
  map?: Record<string, string>;
  runs: string;
  json?: boolean;
};

export async function importFile(
  file: string,
  options: ImportFileOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  for (const judge of options.judges ?? []) {
    const study = presetStudy('quick', outside.prompts, {
      name: 'import',
      models: [],
      judges: [judge],
    });
    await refuseUnknownModels(study, [{ name: judge, field: 'test.judges' }], outside.findModel);
  }
  const imported = await importAnswers(
    file,
    {
      as: options.as,
      runs: options.runs,
      ...(options.into === undefined ? {} : { into: findRun(options.into, options.runs) }),
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.judges ? { judges: options.judges } : {}),
      ...(options.map ? { map: options.map } : {}),
    },
    outside,
  );
  if (options.json) {
    context.out(JSON.stringify(imported, null, 1));
    return;
  }
  const { added, known, models, otherPrompts, folder } = imported;
  context.out(
    [
      `${added} ${options.as} of ${models.length === 1 ? '1 model' : `${models.length} models`} added to ${folder}`,
      ...(known > 0 ? [`${known} stood there already.`] : []),
      ...(otherPrompts > 0
        ? [`${otherPrompts} prompts are none of ours; their text is kept.`]
        : []),
    ].join('\n'),
  );
  context.note(`Go on with: valuelex run ${shellWord(folder)}`);
}
