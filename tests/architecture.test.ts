/** Imports run downward, no two modules need each other to load, and only its own folder knows an instrument. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Rooms by floor, the lowest first; a file of its own stands by its name. */
const floors: readonly (readonly string[])[] = [
  [
    'safe-text',
    'keys',
    'errors.ts',
    'secrets.ts',
    'version.ts',
    'settings.ts',
    'make-folder.ts',
    'drop-file.ts',
    'packed-file.ts',
    'private-folder.ts',
  ],
  ['statistics', 'factor-analysis', 'methods', 'tables'],
  [
    'models',
    'prompts',
    'table-files',
    'facts',
    'lexicon',
    'clustering',
    'values',
    'embedding',
    'wordnet',
    'thesaurus',
    'word-vectors',
    'usable-cache.ts',
  ],
  ['asking', 'instruments', 'own-endpoints.ts'],
  ['run', 'report'],
  ['environment.ts', 'ui', 'commands', 'validity'],
  ['cli.tsx', 'process-context.ts', 'index.ts'],
];

/** What still imports the sentence test, which was the only instrument once. The list only shrinks. */
const knowTheSentenceTest = [
  // Its settings stand in every study under a key of their own.
  'run/study.ts',
  // Runs are listed as the program starts, before any instrument is loaded.
  'run/planned.ts',
  // Its completions are imported beside answers, into runs that are made for them.
  'run/import-answers.ts',
].map((file) => `src/${file}`);

type Import = { from: string; to: string; typeOnly: boolean; lazy: boolean };

const files = globSync('src/**/*.{ts,tsx}', {
  exclude: ['src/statistics/kernels/assembly/**', 'src/statistics/kernels/compiled.ts'],
});

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(from, 'utf8');
  const pattern =
    /^(?:import|export)\s+(type\s)?[^'";]*?from\s+'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;
  return [...text.matchAll(pattern)].map(([, type, named, lazy]) => ({
    from,
    to: join(dirname(from), named ?? lazy!),
    typeOnly: type !== undefined,
    lazy: lazy !== undefined,
  }));
});

const roomOf = (file: string) => file.split('/')[1]!;
const floorOf = (file: string) => floors.findIndex((rooms) => rooms.includes(roomOf(file)));

describe('the house', () => {
  it('has a floor for every file', () => {
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it('imports nothing upward', () => {
    const upward = imports.filter(({ from, to }) => floorOf(to) > floorOf(from));
    expect(upward.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('has no circle of modules that need each other to load', () => {
    const needs = Map.groupBy(
      imports.filter(({ typeOnly, lazy }) => !typeOnly && !lazy),
      ({ from }) => from,
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]) => {
      const at = way.indexOf(file);
      if (at >= 0) circles.push([...way.slice(at), file].join(' → '));
      if (at >= 0 || done.has(file)) return;
      for (const { to } of needs.get(file) ?? []) visit(to, [...way, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('draws screens from components, which know no screen', () => {
    const knowsNoScene = /^src\/ui\/(?:components|keymap\/(?:command|shared-|table-|everywhere))/;
    const scene = /^src\/ui\/(?:screens|layers|overlays|scenes\.ts|press-key\.ts)/;
    const wrong = imports.filter(({ from, to }) => knowsNoScene.test(from) && scene.test(to));
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
    expect(files.filter((file) => knowsNoScene.test(file)).length).toBeGreaterThan(15);
  });

  it('imports an instrument of the list nowhere but in the list, and where the sentence test is still known', () => {
    const list = readFileSync('src/instruments/all.ts', 'utf8');
    const rooms = [...list.matchAll(/from '\.\/([\w-]+)\//g)].map(([, room]) => room!);
    const strangers = imports.filter(
      ({ from, to }) =>
        from !== 'src/instruments/all.ts' &&
        rooms.some(
          (room) =>
            to.startsWith(`src/instruments/${room}/`) &&
            !from.startsWith(`src/instruments/${room}/`),
        ),
    );
    expect([...new Set(strangers.map(({ from }) => from))].sort()).toEqual(
      [...knowTheSentenceTest].sort(),
    );
    expect(strangers.filter(({ to }) => !to.includes('/sentence-completion/'))).toEqual([]);
  });
});
