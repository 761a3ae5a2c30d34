/** The `local:` endpoint: GGUF files on this machine, and the default models that can be fetched. */
import path from 'node:path';
import { EndpointError } from '../../errors.ts';
import type { Endpoint, ModelInfo } from '../model.ts';
import { nearest } from '../nearest.ts';
import { cacheFolder } from './cache-folder.ts';
import { type DerivedModel, derivedPath, findDerived, stateOfDerived } from './derived-models.ts';
import { type Fetchable, fetchables, findEncoder, findFetchable } from './encoders.ts';
import { rememberedHash } from './file-hash.ts';
import { type FoundFile, findModels } from './find.ts';
import { type GgufHead, readGgufHead } from './gguf.ts';
import { gpuChoice, llamaLibrary } from './llama.ts';
import { createLocalModel, type LocalModel } from './local-model.ts';
import { makeDerived } from './make-derived.ts';
import { formOf, guessTags } from './tags.ts';
import { shareOfCores } from './threads.ts';

export type LocalEndpointOptions = {
  /** The cache folder; default `VALUELEX_CACHE`, else the platform's. */
  cache?: string;
  /** Cache folders that are read, and not written to: their models and their engine are used. */
  alsoIn?: readonly string[];
  /** More folders with GGUF files. */
  folders?: readonly string[];
  env?: Readonly<Record<string, string | undefined>>;
  home?: string;
  /** Lines that say what is being fetched when the engine is not installed yet. */
  onProgress?: (line: string) => void;
  /** Local models that will be open at once, if it is known beforehand; they share the cores. */
  openModels?: number;
};

export type LocalEndpoint = Omit<Endpoint, 'open'> & {
  /** Hex SHA-256 of a model's file, by its id; null where it is not there. */
  hashOf(id: string): Promise<string | null>;
  open(id: string): Promise<LocalModel>;
};

/**
 * Lists and opens local models. `open` takes an id of the listing or the path of a `.gguf` file.
 * It throws EndpointError 'missing' for an unknown or not yet fetched model, 'malformed' for a
 * broken file. Opening hashes the file (once; it is remembered) and loads nothing: the child
 * process starts with the first request.
 */
export function createLocalEndpoint(options: LocalEndpointOptions = {}): LocalEndpoint {
  const env = options.env ?? process.env;
  const cache = options.cache ?? cacheFolder(env);
  const heads = new Map<string, Promise<GgufHead>>();
  let open = 0;

  const find = () =>
    findModels({
      cache,
      env,
      ...(options.alsoIn ? { alsoIn: options.alsoIn } : {}),
      ...(options.folders ? { folders: options.folders } : {}),
      ...(options.home ? { home: options.home } : {}),
    });

  function headOf(file: FoundFile): Promise<GgufHead> {
    const key = `${file.path}\n${file.bytes}`;
    const known = heads.get(key);
    if (known) return known;
    const head = readGgufHead(file.path);
    heads.set(key, head);
    head.catch(() => heads.delete(key));
    return head;
  }

  async function list(): Promise<ModelInfo[]> {
    const files = await find();
    const infos: ModelInfo[] = [];
    for (const file of files) {
      // A broken file is left out of the list; opening it by name says what is wrong with it.
      const head = await headOf(file).catch(() => null);
      if (head) infos.push(describe(file, head));
    }
    const missing = fetchables.filter((model) => !infos.some((info) => isModel(info, model)));
    return [...infos, ...missing.map(describeMissing)];
  }

  /** What was made once, as was agreed to, is made again where its file has changed. */
  async function locateDerived(model: DerivedModel): Promise<FoundFile> {
    const state = await stateOfDerived(model, cache);
    if (state === 'missing')
      throw new EndpointError('missing', `The model ${model.id} has not been made yet`, {
        where: `local:${model.id}`,
        hint: `Make it out of ${model.parent.id} (${Math.round(model.bytes / 1e6)} MB) with: valuelex models pull ${model.id}`,
      });
    if (state === 'wrong') await makeDerived(model, { cacheFolder: cache });
    const file = derivedPath(model, cache);
    return { id: model.id, path: file, bytes: model.bytes, place: 'cache' };
  }

  async function locate(id: string): Promise<FoundFile> {
    const derived = findDerived(id);
    if (derived) return locateDerived(derived);
    const files = await find();
    const found = files.find((file) => file.id === id);
    if (found) return found;
    if (/\.gguf$/i.test(id)) {
      const file = path.resolve(id);
      const { bytes } = await readGgufHead(file);
      const name = path.basename(file).replace(/\.gguf$/i, '');
      return { id: name, path: file, bytes, place: path.dirname(file) };
    }
    if (findFetchable(id)) {
      throw new EndpointError('missing', `The model ${id} has not been fetched yet`, {
        where: `local:${id}`,
        hint: `Fetch it with: valuelex models pull${findEncoder(id) ? ' embedding' : ''}`,
      });
    }
    const names = new Set([...files, ...fetchables].map((one) => one.id));
    const near = nearest(id, [...names]).map((one) => `local:${one}`);
    throw new EndpointError('missing', `There is no local model "${id}"`, {
      where: `local:${id}`,
      hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'See: valuelex models',
    });
  }

  return {
    name: 'local',
    title: 'This machine',
    list,
    async find(id) {
      const known = findFetchable(id);
      if (known && !(await find()).some((file) => file.id === id)) return describeMissing(known);
      const file = await locate(id);
      return describe(file, await headOf(file));
    },
    async hashOf(id) {
      const file = await locate(id).catch((error: unknown) => {
        if (error instanceof EndpointError) return null;
        throw error;
      });
      return file && rememberedHash(file.path, cache);
    },
    async open(id) {
      const file = await locate(id);
      const head = await headOf(file);
      const sha256 = await rememberedHash(file.path, cache);
      open += 1;
      let counted = true;
      return createLocalModel({
        info: describe(file, head),
        head,
        sha256,
        contexts: shareOfCores(1, undefined, env).contexts,
        load: async () => ({
          path: file.path,
          library: await llamaLibrary({
            cache,
            env,
            ...(options.alsoIn ? { alsoIn: options.alsoIn } : {}),
            ...(options.onProgress ? { onProgress: options.onProgress } : {}),
          }),
          gpu: gpuChoice(env),
          ...shareOfCores(Math.max(open, options.openModels ?? 1), undefined, env),
        }),
        onClose: () => {
          if (counted) open -= 1;
          counted = false;
        },
      });
    },
  };
}

function describe(file: FoundFile, head: GgufHead): ModelInfo {
  const known = findFetchable(file.id);
  const tags = known && known.bytes === file.bytes ? known.tags : guessTags(file.id, head);
  return {
    name: `local:${file.id}`,
    tags,
    form: formOf(tags, head),
    contextLength: head.contextLength,
    price: { prompt: 0, completion: 0 },
    bytes: file.bytes,
    licence: known?.licence ?? head.licence,
    place: file.place,
    ready: true,
  };
}

function describeMissing(model: Fetchable): ModelInfo {
  return {
    name: `local:${model.id}`,
    tags: model.tags,
    form: model.tags.training === 'instruct' ? 'chat' : 'completion',
    contextLength: model.contextLength,
    price: { prompt: 0, completion: 0 },
    bytes: model.bytes,
    licence: model.licence,
    place: 'to be fetched',
    ready: false,
  };
}

function isModel(info: ModelInfo, model: Fetchable): boolean {
  return info.name === `local:${model.id}`;
}
