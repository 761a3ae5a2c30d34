/** `valuelex serve`: local models as an OpenAI-compatible endpoint. */
import { UserError } from '../../errors.ts';
import type { Model } from '../../models/model.ts';
import { splitName } from '../../models/registry.ts';
import { type RunningServer, startServer } from '../../models/serve/server.ts';
import { presetStudy } from '../../run/presets.ts';
import type { CommandContext } from '../command-context.ts';

export type ServeOptions = {
  port: number;
  host: string;
  tokenEnv?: string;
  models?: string[];
  allowHost?: string[];
};

const loopback = /^(127\.|localhost$|::1$|\[::1\]$)/;

/** Serves until it is interrupted; see `ended`. */
export async function serve(options: ServeOptions, context: CommandContext): Promise<void> {
  const outside = await context.outside();
  const token = tokenOf(options, outside.env);
  if (!loopback.test(options.host) && token === undefined)
    throw new UserError(`Anybody who reaches ${options.host} could use the models.`, {
      hint: 'Set a token and name its variable with --token-env, or leave --host out.',
      exit: 'usage',
    });
  const names =
    options.models ??
    (await outside.local.list()).filter((info) => info.ready).map((info) => info.name);
  if (names.length === 0)
    throw new UserError('There is no local model to serve.', {
      hint: 'Fetch the default ones: valuelex models pull',
    });
  for (const name of names) splitName(name);
  const study = presetStudy('quick', outside.prompts, { name: 'serve', models: [] });
  const models: Model[] = [];
  try {
    for (const name of names) models.push(await outside.openModel(name, study));
    const server = await startServer({
      models,
      host: options.host,
      port: options.port,
      ...(token === undefined ? {} : { token }),
      ...(options.allowHost === undefined ? {} : { allowedHosts: options.allowHost }),
    });
    context.out(server.url);
    context.note(
      `Serving ${models.map((model) => splitName(model.info.name).id).join(', ')}${token === undefined ? '' : ', token required'}. Ctrl+C ends it.`,
    );
    await ended(server, context);
  } finally {
    for (const model of models) await model.close();
  }
}

/** Serves until Ctrl+C, then finishes the requests under way; another Ctrl+C ends them. */
async function ended(server: RunningServer, context: CommandContext): Promise<void> {
  const finished = Promise.withResolvers<void>();
  const stopListening = context.onInterrupt((again) => {
    if (again) {
      context.note('Ended at once.');
      void server.close().then(finished.resolve);
      return;
    }
    const left = server.underWay();
    if (left > 0)
      context.note(
        `Ending once ${left === 1 ? 'the answer' : `the ${left} answers`} under way ${left === 1 ? 'is' : 'are'} given; no other is begun. Ctrl+C again ends at once.`,
      );
    void server.finish().then(finished.resolve);
  });
  await finished.promise;
  stopListening();
}

function tokenOf(options: ServeOptions, env: NodeJS.ProcessEnv): string | undefined {
  if (options.tokenEnv === undefined) return undefined;
  const token = env[options.tokenEnv]?.trim();
  if (token) return token;
  throw new UserError(`The environment variable ${options.tokenEnv} is not set.`, {
    hint: `Set it first: export ${options.tokenEnv}=…`,
    exit: 'usage',
  });
}
