/** `valuelex models list`: the models that can be asked. */
import type { ModelInfo } from '../../models/model.ts';
import type { CommandContext } from '../command-context.ts';
import { bytesText, plainTable } from '../plain-table.ts';
import { askEndpoints } from './ask-endpoints.ts';

type Place = {
  name: string;
  title: string;
  models: number;
  problem: string | null;
  mend: string | null;
};

/** Local and simulated models, then those of endpoints that answer; the other endpoints with how to fix them. */
export async function listModels(
  options: { json?: boolean },
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  context.progress('looking for models');
  const [local, simulated, asked] = await Promise.all([
    outside.local.list(),
    outside.endpointsOf(null).get('sim')!.list(),
    askEndpoints(outside),
  ]);
  context.progress(null);
  const models = [...local, ...asked.flatMap((one) => one.models)];
  const places: Place[] = asked.map(({ name, title, models: listed, problem }) => ({
    ...{ name, title },
    models: listed.length,
    problem: problem?.what ?? null,
    mend: problem?.mend ?? null,
  }));
  if (options.json) {
    context.out(JSON.stringify({ models: [...models, ...simulated], endpoints: places }, null, 1));
    return;
  }
  context.out(modelTable(models));
  context.out(
    `\n${simulated.length} simulated models (sim:…), for trying things: ${simulated
      .slice(0, 3)
      .map((info) => info.name)
      .join(', ')}, …, sim:judge, sim:judge-b`,
  );
  context.out(`\n${placeTable(places)}`);
}

function modelTable(models: readonly ModelInfo[]): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  return plainTable(
    ['model', 'training', right('size'), right('context'), right('$/M out'), 'licence', 'where'],
    models.map((info) => [
      info.name,
      info.tags.training,
      info.tags.size === null ? '?' : sizeText(info.tags.size),
      info.contextLength === null ? '?' : `${Math.round(info.contextLength / 1000)}k`,
      info.price === null
        ? '?'
        : info.price.completion === 0
          ? 'free'
          : String(info.price.completion),
      info.licence ?? '',
      info.ready
        ? info.place
        : `to be fetched${info.bytes === null ? '' : ` (${bytesText(info.bytes)})`}: valuelex models pull${info.tags.training === 'embedding' ? ' embedding' : ''}`,
    ]),
  );
}

function sizeText(billions: number): string {
  return billions < 1 ? `${Math.round(billions * 1000)}M` : `${billions}B`;
}

function placeTable(places: readonly Place[]): string {
  return plainTable(
    ['endpoint', 'state', 'to fix it'],
    places.map((one) => [
      `${one.title} (${one.name}:)`,
      one.problem ?? `${one.models} models`,
      one.mend ?? '',
    ]),
  );
}
