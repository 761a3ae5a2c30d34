/** `valuelex models probe`: tests again what models can do, and remembers it. */
import type { Capabilities } from '../../models/model.ts';
import { openModel } from '../../models/registry.ts';
import { readStudy } from '../../run/study-file.ts';
import type { CommandContext } from '../command-context.ts';
import { plainTable } from '../plain-table.ts';

/**
 * A handful of short requests per model; what runs had learned about it is forgotten first. `study`: a
 * file whose endpoints the names may mean too.
 */
export async function probeModels(
  names: readonly string[],
  options: { json?: boolean; study?: string },
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const registry = outside.endpointsOf(
    options.study === undefined ? null : readStudy(options.study),
  );
  const found: { model: string; form: string; capabilities: Capabilities }[] = [];
  for (const name of names) {
    context.progress(`asking ${name}`);
    const model = await openModel(name, registry);
    try {
      const capabilities = (await model.probe?.({ again: true })) ?? model.capabilities;
      found.push({ model: name, form: model.info.form, capabilities: { ...capabilities } });
    } finally {
      await model.close();
    }
  }
  context.progress(null);
  if (options.json) return context.out(JSON.stringify({ models: found }, null, 1));
  const row = (title: string, read: (capabilities: Capabilities) => string): string[] => [
    title,
    ...found.map((one) => read(one.capabilities)),
  ];
  context.out(
    plainTable(
      ['', ...found.map((one) => one.model)],
      [
        ['asked as', ...found.map((one) => one.form)],
        row('chat', ({ chat }) => yes(chat)),
        row('plain text to continue', ({ completion }) => yes(completion)),
        row('begun turn to continue', ({ prefill }) => yes(prefill)),
        row('token probabilities', ({ tokenProbabilities }) => tokenProbabilities),
        row('likelihood of a given text', ({ likelihood }) => likelihoodWords[likelihood]),
        row('seed', ({ seed, seedRepeats }) =>
          seedRepeats === undefined
            ? seed
              ? 'taken'
              : 'refused'
            : seedRepeats
              ? 'repeats the answer'
              : seed
                ? 'taken, repeats nothing'
                : 'of no effect',
        ),
        row('JSON schema', ({ jsonSchema }) => yes(jsonSchema)),
        row('reports tokens', ({ usage }) => yes(usage)),
        row('reasoning', ({ reasoning }) => (reasoning ? 'apart from the answer' : 'none seen')),
      ],
    ),
  );
}

const likelihoodWords: Readonly<Record<Capabilities['likelihood'], string>> = {
  chat: 'yes',
  base: 'of plain text alone',
  none: 'no',
};

function yes(value: boolean | undefined): string {
  return value === undefined ? '?' : value ? 'yes' : 'no';
}
