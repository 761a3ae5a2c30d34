/** What lies under the scores: the judges' exam, the stems, the correlations. */

import type { Accuracy } from '../../../instruments/shared/exam/exam-record.ts';
import type { SystemScores } from '../../../instruments/shared/scores.ts';
import { ratedIn } from '../../../run/rated-results.ts';
import type { RunState } from '../../../run/state.ts';
import { shortName } from '../../../tables/numbers.ts';
import { tableState } from '../../components/table-state.ts';
import type { TextTable } from '../../interface-options.ts';
import type { Layer } from '../../layer.ts';
import type { View } from '../../scene.ts';
import { plural, share, signed } from '../../text.ts';
import { suggestModels } from '../runs/run-actions.ts';

const within = (accuracy: Accuracy) =>
  `${share(accuracy.value)} [${share(accuracy.low)}–${share(accuracy.high)}]${accuracy.passes ? ' ✓' : ' ✗'}`;

/** How the judges did, beside what counting words would do; of one value system or of all. */
export function examTable(run: RunState, system?: string): TextTable | null {
  const exams = ratedIn(run.results).exams.filter(
    (exam) => system === undefined || exam.system === system,
  );
  if (exams.length === 0) return null;
  const rows = exams.map((exam) => [
    shortName(exam.judge),
    exam.system,
    exam.protocol,
    within(exam.subject),
    within(exam.side),
    exam.verdict,
  ]);
  const baselines = (exams[0]?.baselines ?? []).map(({ name, subject, side }) => [
    ...[name, '', 'baseline', share(subject), share(side), ''],
  ]);
  return {
    title: 'same-stem pairs put in the right order, on the half that chose nothing',
    columns: ['judge', 'system', 'protocol', 'subject', 'side', 'verdict'],
    rows: [...rows, ...baselines],
  };
}

/** The exam as a layer of its own. */
export function examLayer(run: RunState): Layer {
  const table = examTable(run);
  return {
    kind: 'tables',
    title: 'exam',
    so: 'Subject: supports above ignores and neighbours. Side: supports above opposes. Chance is .50',
    tables: table ? [table] : [],
    at: 0,
    table: tableState(),
    fixed: true,
  };
}

/** Difficulty and discrimination of each stem, and the stems that work otherwise in a group of models. */
export function stemsLayer(view: View, scores: SystemScores): Layer {
  const text = (stem: string) => view.session?.stemText(stem) ?? '';
  const flagged = scores.stemGroups.flatMap((one) =>
    one.flagged.map((effect) => ({ ...effect, by: one.by })),
  );
  const marked = new Set(flagged.map((one) => one.stem));
  const names = new Map(scores.columns.map((column) => [column.id, column.name]));
  return {
    kind: 'tables',
    title: 'stems',
    so:
      flagged.length > 0
        ? `${plural(marked.size, 'stem')} ${marked.size === 1 ? 'works' : 'work'} otherwise in a group of models: Enter shows ${marked.size === 1 ? 'it' : 'them'}`
        : 'Which stems carry the test: difficulty is the mean score, discrimination how it goes with the rest',
    tables: [
      {
        title: scores.title,
        columns: ['stem', 'difficulty', 'discrimination', 'item-total', '', 'begins'],
        rows: scores.stems.map((stem) => [
          stem.stem,
          stem.difficulty.toFixed(1),
          share(stem.discrimination),
          share(stem.itemTotal),
          marked.has(stem.stem) ? '▲' : '',
          text(stem.stem),
        ]),
      },
      ...(flagged.length > 0
        ? [
            {
              title: 'stem × group',
              columns: ['stem', 'group', 'against the rest', '±', 'p', 'on', 'begins'],
              rows: flagged.map((one) => [
                one.stem,
                `${one.by} ${one.group}`,
                signed(one.effect, 1),
                (1.96 * one.se).toFixed(1),
                share(one.p, 3),
                names.get(one.column) ?? one.column,
                text(one.stem),
              ]),
            },
          ]
        : []),
    ],
    at: 0,
    table: tableState(),
    notes: scores.stemGroups.map((one) =>
      one.withheld !== null
        ? `By ${one.by}: ${one.withheld}.`
        : `By ${one.by} (${one.groups.map(({ group, models }) => `${group} ${models}`).join(', ')}): ${one.flagged.length} of ${one.tested} effects stand out, by the largest under ${one.permutations} permutations.`,
    ),
  };
}

/** What other numbers of stems and judges would give, dimension by dimension. */
export function decisionLayer(scores: SystemScores): Layer {
  const tables = scores.columns.flatMap((column, at): TextTable[] => {
    const { decision = [] } = scores.reliability[at] ?? {};
    if (decision.length === 0) return [];
    return [
      {
        title: column.name,
        columns: ['stems', 'judges', 'Eρ²', 'Φ', 'se of a difference', ''],
        rows: decision.map((one) => [
          String(one.stems),
          String(one.judges),
          share(one.generalizability),
          share(one.dependability),
          one.seDifference.toFixed(1),
          `${one.generalizability >= 0.8 ? '✓' : ''}${one.now ? ' now' : ''}`,
        ]),
      },
    ];
  });
  const [first] = scores.reliability;
  const missing = Math.max(0, ...scores.reliability.map((one) => one.missingRatings));
  return {
    kind: 'tables',
    title: 'how many stems and judges',
    so: 'What the test would tell with other numbers of stems and judges; ✓ Eρ² of .8 and more',
    tables,
    at: 0,
    table: tableState(),
    notes: [
      ...(first?.judgesAre === 'fixed'
        ? ['For these judges, which are no sample: their number stays.']
        : []),
      missing > 0
        ? `Variance components by REML: up to ${missing} ratings of a column are missing.`
        : 'Variance components from expected mean squares: no rating is missing.',
      ...(first?.omegaReason ? [`No ω: ${first.omegaReason.replace(/^ω /, 'it ')}.`] : []),
    ],
  };
}

/** Correlations among the subdimensions. */
export function correlationsLayer(scores: SystemScores): Layer {
  const names = scores.columns.filter((one) => one.kind === 'subdimension').map((one) => one.name);
  return {
    kind: 'tables',
    title: 'correlations',
    so: 'Over models × stems; where all are high, judges see one thing everywhere (halo)',
    tables: [
      {
        title: scores.title,
        columns: ['', ...names],
        rows: scores.correlations.map((row, at) => [
          names[at] ?? '',
          ...row.map((value) => share(value)),
        ]),
      },
    ],
    at: 0,
    table: tableState(),
  };
}

/** Another panel: one step, and only its ratings are asked for. */
export function askJudges(view: View): void {
  const { act, options, session, run } = view;
  if (!session || !run) return;
  if (view.ui.models.list === null) void act.refreshModels();
  act.ask(
    'judges, separated by commas',
    run.study.test.judges.join(', '),
    (typed) => {
      const judges = typed
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      if (judges.length === 0) return;
      void act
        .attempt('looking for the judges', async () => {
          await options.checkJudges(session, judges);
          await session.setJudges(judges);
          return true;
        })
        .then((named) => named && act.work(session));
    },
    {
      suggest: (typed) => {
        const parts = typed.split(',');
        const before = parts.slice(0, -1).map((name) => name.trim());
        return suggestModels(view, parts.at(-1) ?? '').map((name) => [...before, name].join(', '));
      },
    },
  );
}
