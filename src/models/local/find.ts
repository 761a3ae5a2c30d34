/** Finds GGUF files that are on this machine already, without loading any. */
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { cacheFolder, derivedFolder, modelsFolder } from './cache-folder.ts';

export type FoundFile = {
  /** Readable and stable: the file's name without `.gguf`, Ollama's `name:tag` with a dash. */
  id: string;
  /** Absolute. */
  path: string;
  bytes: number;
  /** For a person: "cache", "Ollama", "LM Studio", "Hugging Face", "node-llama-cpp", a folder. */
  place: string;
};

export type FindOptions = {
  /** More folders to look into. */
  folders?: readonly string[];
  cache?: string;
  /** Cache folders that are only read. */
  alsoIn?: readonly string[];
  home?: string;
  env?: NodeJS.ProcessEnv;
};

type Named = Omit<FoundFile, 'id'> & { name: string };

/**
 * All model files: the program's cache, Ollama's, LM Studio's, the Hugging Face cache,
 * node-llama-cpp's folder, the folders of `VALUELEX_MODELS` (separated as in PATH), and `folders`.
 * A file that is reached in several ways is listed once, in that order. Image projectors, all but the
 * first part of a split model, and what was made of other models are left out. Folders that do not exist are not an error.
 */
export async function findModels(options: FindOptions = {}): Promise<FoundFile[]> {
  const env = options.env ?? process.env;
  const home = options.home ?? homedir();
  const hub =
    env.HF_HUB_CACHE ?? path.join(env.HF_HOME ?? path.join(home, '.cache/huggingface'), 'hub');
  const own = (env.VALUELEX_MODELS ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const lists = await Promise.all([
    ...[options.cache ?? cacheFolder(env), ...(options.alsoIn ?? [])].map((cache) =>
      inFolder(modelsFolder(cache), 'cache', 1),
    ),
    ollama(env.OLLAMA_MODELS ?? path.join(home, '.ollama/models')),
    inFolder(path.join(home, '.lmstudio/models'), 'LM Studio', 4),
    inFolder(path.join(home, '.cache/lm-studio/models'), 'LM Studio', 4),
    inFolder(hub, 'Hugging Face', 6),
    inFolder(path.join(home, '.node-llama-cpp/models'), 'node-llama-cpp', 2),
    ...[...own, ...(options.folders ?? [])].map((folder) =>
      inFolder(path.resolve(folder), path.resolve(folder), 4),
    ),
  ]);
  return withIds(await once(lists.flat()));
}

/** GGUF files in a folder, down to `depth` levels, links followed, in the order of their paths. */
async function inFolder(folder: string, place: string, depth: number): Promise<Named[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: Named[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth > 1 && entry.name !== derivedFolder)
        found.push(...(await inFolder(file, place, depth - 1)));
    } else if (isModelName(entry.name)) {
      const about = await stat(file).catch(() => null);
      if (!about?.isFile()) continue;
      const name = entry.name.replace(/\.gguf$/i, '').replace(/-00001-of-\d{5}$/, '');
      found.push({ name, path: file, bytes: about.size, place });
    }
  }
  return found;
}

function isModelName(name: string): boolean {
  if (!/\.gguf$/i.test(name) || /mmproj/i.test(name)) return false;
  const part = /-(\d{5})-of-\d{5}\.gguf$/i.exec(name);
  return !part || Number(part[1]) === 1;
}

const manifest = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string(), size: z.number() })),
});

/** Ollama keeps models as blobs named by hash; its manifests say which blob is which model. */
async function ollama(folder: string): Promise<Named[]> {
  const root = path.join(folder, 'manifests');
  const files = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: Named[] = [];
  for (const entry of files.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8').catch(() => '');
    const parsed = manifest.safeParse(parseJson(text));
    if (!parsed.success) continue;
    const layer = parsed.data.layers.find((one) => one.mediaType.endsWith('ollama.image.model'));
    if (!layer || !/^sha256[:-][0-9a-f]{64}$/.test(layer.digest)) continue;
    const blob = path.join(folder, 'blobs', layer.digest.replace(':', '-'));
    const about = await stat(blob).catch(() => null);
    if (!about) continue;
    const name = `${path.basename(entry.parentPath)}-${entry.name}`;
    found.push({ name, path: blob, bytes: about.size, place: 'Ollama' });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function once(files: readonly Named[]): Promise<Named[]> {
  const seen = new Set<string>();
  const kept: Named[] = [];
  for (const file of files) {
    const real = await realpath(file.path).catch(() => file.path);
    if (seen.has(real)) continue;
    seen.add(real);
    kept.push(file);
  }
  return kept;
}

/** The first holder of a name keeps it; the others get the first six digits of their path's hash. */
function withIds(files: readonly Named[]): FoundFile[] {
  const taken = new Set<string>();
  return files.map(({ name, ...file }) => {
    const short = createHash('sha256').update(file.path).digest('hex').slice(0, 6);
    const id = taken.has(name) ? `${name}-${short}` : name;
    taken.add(id);
    return { id, ...file };
  });
}
