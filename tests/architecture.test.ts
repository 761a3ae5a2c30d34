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
    'seldom-read.ts',
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
  ['asking', 'instruments', 'own-endpoints.ts', 'endpoints-of-studies.ts'],
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

/**
 * Where the sentence test's own words stand outside its folder, by room, each with what they mean there. A room that is
 * not here uses none of them; one that is here and uses none any more goes.
 */
const sentenceWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  stem: {
    clustering: 'the stem of a word',
    lexicon: 'the stem of a word',
    wordnet: 'the stem of a word',
    'table-files': 'the stem of a word',
    'models/simulated':
      'simulated models are made for the sentence test, and answer it by its own speaker',
    validity: 'measures the sentence test',
    'commands/tables': '`judge rate`, which rates completions of stems',
    'commands/runs': '`--as completions` with a column stem; words on screen',
    prompts: 'the folder of the stems',
    'instruments/shared': 'fields of files of anchors, what prompts call it, and a seed',
    'instruments/stance': 'tells the side of the endings of the sentence test',
    statistics: 'a seed, as old as kept results',
    report: 'fields of run.json',
    run: '`test.stems` of the study, and their import',
    'ui/screens': 'words on screen, and fields of scores',
  },
  judge: {
    commands: 'what exit code 7 says: `--require-judge`',
    'commands/measures': 'an example of a table of ratings; biased judges of simulated worlds',
    'commands/models': '`test.judges` of the study; a simulated judge by its name',
    'commands/runs': '`--judges`, `--require-judge`, `test.judges` of the study; words on screen',
    'commands/tables': 'the command `judge`',
    'instruments/shared':
      'a field of exams as earlier versions kept them, the folder of its prompts, a hash',
    'instruments/reading': 'a simulated judge by its name',
    'instruments/stance': 'tells the side of the endings of the sentence test, beside the judges',
    lexicon: 'what tells value words from others',
    'models/simulated': 'simulated models are made for the sentence test, and judge it',
    prompts: 'the folder of the prompts',
    report: '`test.judges` of the study; words on screen',
    run: '`test.judges` of the study; words on screen',
    'run/control': 'a message between two programs',
    'run/instruments': '`test.judges` of the study',
    'ui/annotate': 'words on screen: judges beside people',
    'ui/screens': 'words on screen, and the acts that they name',
    validity: 'measures the sentence test',
  },
  completion: {
    asking: 'a form of asking; tokens of an answer',
    facts: 'a form of asking; tokens of an answer',
    models: 'a form of asking',
    'models/local': 'a form of asking',
    'models/openai': 'an address of the protocol',
    'models/serve': 'an address of the protocol',
    'models/simulated': 'simulated models are made for the sentence test',
    prompts: 'a form of asking',
    lexicon: 'a form of asking',
    'run/stages': 'a form of asking',
    'instruments/questionnaire': 'a form of asking',
    'instruments/choice': 'a form of asking',
    'instruments/ladder': 'a form of asking',
    'instruments/opposing': 'a form of asking',
    'instruments/reading': 'a form of asking',
    'instruments/stance': 'tells the side of the endings of the sentence test',
    instruments: 'a form of asking; the name of the sentence test',
    'instruments/shared': 'a form of asking; fields of exams as they are kept',
    'table-files': 'a column that measures nothing',
    'commands/measures': 'an example of a table of ratings',
    'commands/models': 'a form of asking; an address of the protocol',
    'commands/runs': '`--as completions`; words on screen',
    'commands/tables': '`judge rate`, which rates completions of stems',
    report: 'fields of run.json',
    run: 'a form of asking; the import and the listing of completions',
    ui: '`--as completions`; completions of what is typed',
    'ui/screens': 'words on screen',
  },
};

/**
 * Rooms that know that texts are rated, and by whom. Every other room works the same whether anything is rated or not.
 * *Item* is in no list: lists and instruments have items, and both words are right.
 */
const ratingWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rater: {
    '': 'what a rater’s endpoint must be able to do',
    'commands/measures': 'tables of ratings',
    'commands/models': 'who rates is fetched and may need a key',
    'commands/runs': 'who rates in a run',
    'commands/tables': 'judges rate a table',
    instruments: 'the contract',
    'instruments/reading': 'readers give verdicts on texts',
    'instruments/shared': 'at home here',
    methods: 'ways of asking that share their raters',
    'models/openai': 'what a rater’s endpoint must be able to do',
    report: 'what raters have proved',
    run: 'who rates in a run',
    'run/control': 'a command to the owner of a run',
    'run/instruments': 'who rates in a run',
    statistics: 'at home here',
    'table-files': 'the usual name of a column',
    ui: 'who rates in a run',
    'ui/screens': 'who rates in a run',
    validity: 'how well simulated raters are read',
    values: 'what a definition is for',
  },
  facet: {
    'commands/measures': 'tables of ratings',
    instruments: 'the contract: the many-facet model runs in workers',
    'instruments/questionnaire': 'what every rating is of',
    'instruments/shared': 'at home here',
    'run/derive': 'the many-facet model runs in workers',
    statistics: 'at home here',
    'ui/screens': 'the many-facet model on screen 6',
  },
};

/** Where the id of an instrument is a word that means something else. */
const idsAsWords: Readonly<Record<string, readonly string[]>> = {
  choice: [
    // Which models are asked in batches.
    ...['asking/batch/batch-records.ts', 'asking/batch/ledger.ts', 'run/choose-batched-models.ts'],
    // A method.
    ...['methods/profiles.ts', 'instruments/ladder/instrument.ts'],
  ].map((file) => `src/${file}`),
  // The command, which adds it to a run.
  prime: ['src/commands/runs/define-work.ts', 'src/commands/runs/prime.ts'],
  // A side of a pair.
  opposing: [
    ...['choice/choices.ts', 'choice/score.ts', 'choice/trace.ts'],
    ...['shared/pairs/pair-items.ts', 'shared/pairs/planted-leanings.ts'],
  ].map((file) => `src/instruments/${file}`),
  reading: [
    // The command that trains a reader.
    'src/commands/tables/define-reading.ts',
    // The column that says how an answer was read.
    ...[
      ...['choice/facts-file.ts', 'ladder/facts-file.ts', 'opposing/facts-file.ts'],
      ...['facts-file.ts', 'score.ts', 'scores-file.ts', 'tell-scores.ts'].map(
        (file) => `questionnaire/${file}`,
      ),
    ].map((file) => `src/instruments/${file}`),
  ],
  stance: [
    // The model that is made for it, as a command names it.
    ...['models/local/derived-models.ts', 'models/local/pull.ts'],
    // A way of asking judges.
    ...['commands/tables/define-judge.ts', 'models/simulated/judge.ts'],
    ...['exam/ask-exam.ts', 'exam/exam-record.ts', 'rating/rate-text.ts'].map(
      (file) => `instruments/shared/${file}`,
    ),
  ].map((file) => `src/${file}`),
};

/** Names of its log files, where no instrument is loaded. */
const knowItsLogs = ['src/run/list-runs.ts'];

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

function withoutImports(text: string): string {
  return text.replace(/^import [^;]*;/gm, '');
}

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

  it('uses the words of the sentence test, and of rating, only in rooms that are told to know them', () => {
    const elsewhere = files.filter(
      (file) => !file.startsWith('src/instruments/sentence-completion/'),
    );
    const split = ['commands', 'instruments', 'models', 'run', 'ui'];
    const roomsWith = (word: string) => {
      const [first, rest] = [word[0]!, word.slice(1)];
      const capital = `${first.toUpperCase()}${rest}s?(?![a-z])`;
      const pattern = new RegExp(
        `(?<![A-Za-z])${word}s?(?![a-z])|(?<![A-Za-z])${capital}|(?<=[a-z])${capital}`,
      );
      const rooms = elsewhere
        .filter((file) => pattern.test(readFileSync(file, 'utf8')))
        .map((file) => {
          const way = dirname(file).split('/').slice(1);
          return way.slice(0, split.includes(way[0]!) ? 2 : 1).join('/');
        });
      return [...new Set(rooms)].sort();
    };
    for (const [word, rooms] of Object.entries({ ...sentenceWords, ...ratingWords }))
      expect([word, ...roomsWith(word)]).toEqual([word, ...Object.keys(rooms).sort()]);
  });

  it('names no instrument, none of its log files, and none of its record types outside its folder', () => {
    const list = readFileSync('src/instruments/all.ts', 'utf8');
    const ids = [...list.matchAll(/from '\.\/([\w-]+)\//g)].map(([, id]) => id!);
    expect(ids.length).toBeGreaterThan(1);
    for (const id of ids) {
      const inside = (file: string) => file.startsWith(`src/instruments/${id}/`);
      const own = files
        .filter(inside)
        .map((file) => readFileSync(file, 'utf8'))
        .join('\n');
      const logs = [...own.matchAll(/'([\w-]+\.jsonl)'/g)].map(([, log]) => log!);
      const records = files.find((file) => inside(file) && file.endsWith('/records.ts'));
      const types = records
        ? [...readFileSync(records, 'utf8').matchAll(/^export type (\w+)/gm)].map(
            ([, name]) => name!,
          )
        : [];
      // An import tells where it is from: those stand in a list of their own.
      const strangers = files
        .filter((file) => !inside(file) && file !== 'src/instruments/all.ts')
        .map((file) => [file, withoutImports(readFileSync(file, 'utf8'))] as const);
      const naming = (names: readonly string[]) =>
        strangers.flatMap(([file, text]) =>
          names.some((name) => text.includes(`'${name}'`)) ? [file] : [],
        );
      expect(naming([id]).sort()).toEqual([...(idsAsWords[id] ?? [])].sort());
      expect(naming(logs)).toEqual(logs.length > 0 ? knowItsLogs : []);
      expect(imports.filter(({ from, to }) => to === records && !inside(from))).toEqual([]);
      expect(types.length > 0).toBe(records !== undefined);
    }
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
