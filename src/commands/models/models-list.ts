/** `valuelex models list`: the models that can be asked. */
import { discoverEndpoints } from '../../models/discover.ts';
import type { ModelInfo } from '../../models/model.ts';
import type { CommandContext } from '../command-context.ts';
import { bytesText, plainTable } from '../plain-table.ts';

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
  const [local, found] = await Promise.all([
    outside.local.list(),
    discoverEndpoints(outside.endpointSettings),
  ]);
  const own = await Promise.all(
    Object.keys(outside.ownEndpoints).map(async (name) => {
      const endpoint = outside.endpointsOf(null).get(name)!;
      try {
        const models = await endpoint.list({ signal: AbortSignal.timeout(4000) });
        return { name, title: endpoint.title, models, problem: null };
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        return { name, title: endpoint.title, models: [] as ModelInfo[], problem };
      }
    }),
  );
  context.progress(null);
  const simulated = (await outside.endpointsOf(null).get('sim')?.list()) ?? [];
  const models = [
    ...local,
    ...own.flatMap((one) => one.models),
    ...found.flatMap((one) => one.models),
  ];
  const places: Place[] = [
    ...own.map(({ name, title, models: listed, problem }) => ({
      ...{ name, title, problem, mend: null },
      models: listed.length,
    })),
    ...found.map(({ endpoint, models: listed, problem }) => ({
      name: endpoint.name,
      title: endpoint.title,
      models: listed.length,
      problem: problem?.what ?? null,
      mend: problem?.mend ?? null,
    })),
  ];
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
