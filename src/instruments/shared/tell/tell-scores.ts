/** What the scores of models on one value system say: where they stand, relative to the rest, and who differs. */
import { capital } from '../../../safe-text/capital.ts';
import { listOf, plural, share, shortName, withSign } from '../../../tables/numbers.ts';
import {
  type Cell,
  type Column,
  estimateCell,
  fileTable,
  type Row,
  type Table,
} from '../../../tables/table.ts';
import type {
  ColumnReliability,
  Estimate,
  ScoreColumn,
  ScoreWords,
  SystemScores,
} from '../scores.ts';

/** Points of a profile that have the full colour. */
const fullProfile = 15;

/** Of more models the letters are too many to be read: the picture says which differ. */
export const mostLettered = 8;

/** Raw scores and profiles, each with who differs, what the test can tell, and what to know before believing it. */
export function scoreTables(scores: SystemScores, part: string): Table[] {
  const { title } = scores;
  const notes = notesOf(scores);
  const shown = coefficients.filter(({ of }) => scores.reliability.some((one) => of(one) !== null));
  const apart = footRow('told-apart', 'told apart', scores, apartText);
  return [
    {
      ...scoreTable(scores, 'raw'),
      title: `${title} · orientation, 0–100`,
      part,
      foot: [
        ...shown.map(({ id, name, of }) => footRow(id, name, scores, (one) => share(of(one)))),
        apart,
      ],
      notes: [
        scores.models.length > mostLettered
          ? scores.differs
          : `Letters: models that share one cannot be told apart in that column. ${scores.differs}`,
        ...starNotes(scores),
        ...notes,
      ],
    },
    {
      ...scoreTable(scores, 'profile'),
      title: `${title} · profile, points from the model’s own mean`,
      ...{ part, more: true },
      foot: [apart],
      notes: [
        'Each model is centred on its own mean over the subdimensions: its values relative to each other. The columns correlate negatively by construction.',
        ...notes.filter((note) => note.startsWith('▲')),
      ],
    },
  ];
}

const coefficients: {
  id: string;
  name: string;
  of(one: ColumnReliability): number | null;
}[] = [
  { id: 'generalizability', name: 'generalizability Eρ²', of: (one) => one.generalizability },
  { id: 'dependability', name: 'dependability Φ', of: (one) => one.dependability },
  { id: 'alpha', name: 'Cronbach’s α', of: (one) => one.alpha },
  { id: 'omega', name: 'McDonald’s ω', of: (one) => one.omega },
];

/** Whether a column tells models apart; with a star where it does by itself alone. */
export function apartText({ toldApart, apartAmongColumns }: ColumnReliability): string {
  const differs = toldApart === 'yes' || toldApart === 'some';
  return differs && !apartAmongColumns ? `${toldApart}*` : toldApart;
}

/** What the star says, where there is one. */
export function starNotes({ reliability }: SystemScores): string[] {
  return reliability.some((one) => apartText(one).endsWith('*'))
    ? ['Told apart *: in this column by itself, no more after Holm’s correction over the columns.']
    : [];
}

function footRow(
  id: string,
  name: string,
  scores: SystemScores,
  text: (one: ColumnReliability) => string,
): Row {
  return { id, cells: [name, ...shownOf(scores, scores.reliability).map(text)] };
}

/** Without a subdimension that is all of its dimension, and has its name: it says the same again. */
function shownOf<T>({ columns }: SystemScores, all: readonly T[]): T[] {
  return all.filter((_, at) => {
    const { kind, dimension, name } = columns[at]!;
    if (kind === 'dimension') return true;
    const own = columns.filter((one) => one.dimension === dimension);
    return own.length !== 2 || own.some((one) => one.kind === 'dimension' && one.name !== name);
  });
}

function scoreTable(
  scores: SystemScores,
  kind: 'raw' | 'profile',
): Pick<Table, 'id' | 'so' | 'columns' | 'rows'> {
  const { text, rater } = scores.words;
  const lettered = kind === 'raw' && scores.models.length <= mostLettered;
  const columns = scores.columns.map((column, at): Column => {
    const own = scores.columns.find(
      (one) => one.kind === 'dimension' && one.id === column.dimension,
    );
    return {
      id: column.id,
      title: column.name,
      digits: 0,
      under: column.kind === 'subdimension',
      group: own?.name ?? column.dimension,
      note: columnNote(column, scores.reliability[at]!, scores.words),
      ...(kind === 'profile' && { form: 'signed' as const, heat: fullProfile }),
    };
  });
  return {
    id: `${kind}-${scores.system}`,
    so: whoDiffers(scores),
    columns: [
      { id: 'model', title: 'Model' },
      ...shownOf(scores, columns),
      { id: 'n', title: 'n', meaning: `${capital(text)}s × ${rater}s`, beside: true, digits: 0 },
      { id: 'missing', title: 'missing', meaning: 'Ratings', beside: true, digits: 0 },
      { id: 'refused', title: 'refused', meaning: `${capital(text)}s`, beside: true, digits: 0 },
    ],
    rows: scores.models.map((model) => ({
      id: model.model,
      group: model.family,
      cells: [
        `${shortName(model.model)}${model.forms.every((form) => form === 'completion') ? ' (base)' : ''}`,
        ...shownOf(
          scores,
          model[kind].map((one, at) => told(one, lettered ? model.letters[at] : '')),
        ),
        model.raw[0]?.n ?? 0,
        model.raw[0]?.missing ?? 0,
        model.refusals,
      ],
    })),
  };
}

/** As a cell; null where there is no figure. */
export function told(
  { value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>,
  mark = '',
): Cell {
  return estimateCell(value, low, high, mark);
}

/** Which subdimensions tell models apart: a sentence about all of them, so after Holm's correction. */
export function whoDiffers({ columns, reliability, words }: SystemScores): string {
  const parts = columns.flatMap((column, at) =>
    column.kind === 'subdimension' ? [{ name: column.name, ...reliability[at]! }] : [],
  );
  if (parts.length > 0 && parts.every((one) => one.toldApart === 'withheld'))
    return `▲ Too few ${words.item}s to say which of these models differ`;
  const names = (among: typeof parts) => among.map((one) => one.name);
  const apart = parts.filter((one) => one.apartAmongColumns);
  const yes = names(apart.filter((one) => one.toldApart === 'yes'));
  const some = names(apart.filter((one) => one.toldApart !== 'yes'));
  const no = names(parts.filter((one) => !one.apartAmongColumns));
  if (yes.length + some.length === 0)
    return '▲ These models cannot be told apart on any subdimension';
  if (yes.length === 0)
    return `On ${few(some, 3)}, some models differ${no.length > 0 ? `; on ${few(no, 2)}, none can be told apart` : ''}`;
  const rest = no.length > 0 ? `; ${few(no, 2)} ${no.length === 1 ? 'does' : 'do'} not` : '';
  return `${few(yes, 3)} ${yes.length === 1 ? 'tells' : 'tell'} models apart${rest}`;
}

/** "a, b, c and 2 more". */
function few(names: readonly string[], most: number): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Whose variance a column is, how reliable it is, and how many items would do. */
function columnNote(
  { name }: ScoreColumn,
  reliability: ColumnReliability,
  { item }: ScoreWords,
): string {
  const { variance, alpha, omega, itemsNeeded, intervals, method, missingRatings } = reliability;
  const shares = variance
    .map(({ source, percent }) => `${source} ${Math.round(percent)}`)
    .join(' · ');
  const how =
    method === 'REML' ? `REML, ${missingRatings} missing` : method === null ? null : 'mean squares';
  const needed = reliability.coefficientsWithheld
    ? null
    : itemsNeeded === null
      ? `no number of ${item}s would do`
      : `${itemsNeeded} ${itemsIn(intervals)}${item}s reach Eρ² .8`;
  return [
    `${name}: variance ${shares} %`,
    alpha === null ? null : `α ${share(alpha)}`,
    omega === null ? null : `ω ${share(omega)}`,
    needed,
    how,
  ]
    .filter((one) => one !== null)
    .join(' · ');
}

/** "[14–∞] ". */
export function itemsIn(intervals: ColumnReliability['intervals']): string {
  if (!intervals) return '';
  const { low, high } = intervals.items;
  return `[${low ?? '∞'}–${high ?? '∞'}] `;
}

function notesOf(scores: SystemScores): string[] {
  const { raters, mark, halo, models, words } = scores;
  const passed = raters.filter((rater) => rater.mark === null).length;
  const names = raters.map(
    ({ rater, protocol, verdict }) => `${shortName(rater)} (${protocol}: ${verdict})`,
  );
  const self = raters.filter((rater) => rater.selfRated.length > 0);
  const missing = models.reduce((sum, model) => sum + (model.raw[0]?.missing ?? 0), 0);
  const rated = models.reduce((sum, model) => sum + (model.raw[0]?.n ?? 0), 0);
  return [
    ...(mark
      ? [
          `▲ Scores are marked “${mark}”: name a stronger ${words.rater} (J) to read direction as well.`,
        ]
      : []),
    ...formNotes(scores),
    ...itemGroupNotes(scores),
    `${passed} of ${raters.length} ${words.rater}s pass the exam: ${names.join(', ')}. ${self.length === 0 ? 'None rated itself.' : `${listOf(self.map(({ rater }) => shortName(rater)))} also rated ${self.length === 1 ? 'its' : 'their'} own.`}`,
    `Missing: ${missing} of ${missing + rated} ratings.${halo === null ? '' : ` Halo, the share of the first eigenvalue among subdimensions: ${share(halo)}.`}`,
    ...scores.notes,
  ];
}

/** So many models are named; of more, a sentence gives the number. */
const named = 4;

/** Training and form of asking are confounded where models are asked differently: say who was asked how. */
export function formNotes({ models }: SystemScores): string[] {
  const forms = Map.groupBy(models, (model) => model.forms.join(' and '));
  if (forms.size < 2) return [];
  const asked = [...forms].map(
    ([form, own]) =>
      `${own.length > named ? plural(own.length, 'model') : own.map(({ model }) => shortName(model)).join(', ')} by ${form}`,
  );
  return [
    `▲ Asked in different forms, so the form may speak as well as the model: ${asked.join('; ')}.`,
  ];
}

/** Names the items that work otherwise in one group of models than in the rest. */
function itemGroupNotes({ columns, itemGroups, words }: SystemScores): string[] {
  const names = new Map(columns.map((column) => [column.id, column.name]));
  return itemGroups.flatMap(({ by, flagged }) =>
    flagged.length === 0
      ? []
      : [
          `▲ ${capital(words.item)}s that work otherwise by ${by}: ${flagged.map((one) => `${one.item} on ${names.get(one.column) ?? one.column} (${one.group} ${withSign(one.effect)})`).join(', ')}.`,
        ],
  );
}

/** One row per model and column, with raw score and profile: for other programs. */
export function scoreFileTable(all: readonly SystemScores[]): Table {
  const ends = ['value', 'se', 'low', 'high'] as const;
  return fileTable(
    'scores',
    'every score with its interval',
    [
      ...['system', 'model', 'family', 'forms', 'dimension', 'column', 'kind'],
      ...ends.map((key) => `raw_${key}`),
      ...ends.map((key) => `profile_${key}`),
      ...['n', 'missing', 'refusals', 'letters'],
      ...['generalizability', 'generalizability_low', 'generalizability_high'],
      ...['dependability', 'dependability_low', 'dependability_high'],
      ...['alpha', 'omega', 'method', 'missing_ratings', 'mark'],
    ],
    all.flatMap(({ system, columns, models, reliability, mark }) =>
      models.flatMap((one) =>
        columns.map((own, c): Row => {
          const [raw, profile] = [one.raw[c]!, one.profile[c]!];
          const { intervals, ...quality } = reliability[c]!;
          return {
            id: one.model,
            cells: [
              ...[system, one.model, one.family, one.forms.join(' ')],
              ...[own.dimension, own.id, own.kind],
              ...ends.map((key) => finite(raw[key])),
              ...ends.map((key) => finite(profile[key])),
              ...[raw.n, raw.missing, one.refusals, one.letters[c]!],
              ...[quality.generalizability, intervals?.relative.low ?? null],
              ...[intervals?.relative.high ?? null, quality.dependability],
              ...[intervals?.absolute.low ?? null, intervals?.absolute.high ?? null],
              ...[quality.alpha, quality.omega, quality.method, quality.missingRatings, mark],
            ],
          };
        }),
      ),
    ),
  );
}

export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
