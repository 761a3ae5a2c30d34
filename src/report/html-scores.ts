/** Sections on what models hold: scores, comparison, generalizability, exams, other systems, a verdict. */

import { type Markup, markup } from '../tables/markup.ts';
import { fixed, interval, plural, plusMinus, share, shortName } from '../tables/numbers.ts';
import { intervalPlot, sharePlot } from '../tables/svg.ts';
import {
  estimateCell,
  figure,
  heatCell,
  numeric,
  over,
  section,
  table,
  warnings,
  withSign,
} from './html-parts.ts';
import { legendItem } from './html-structure.ts';
import type { ReportComparison, ReportData, ReportExam, ReportScores } from './report-schema.ts';

export function scoresSection({ scores, comparison, method }: ReportData): Markup {
  const first = scores[0];
  if (!first)
    return section(
      'scores',
      'Scores',
      markup`<p class="soft">No completions have been rated yet.</p>`,
    );
  return section(
    'scores',
    `Scores: ${first.title}`,
    markup`<p>Sentence completion: ${plural(method.test.stems.length, 'stem')}, each completion rated 0–6 on every subdimension by ${plural(first.judges.length, 'judge')}; orientation is the mean rating × 100/6, with 95 % intervals.</p>`,
    systemBody(first),
    comparison && comparisonPart(comparison),
  );
}

/** Tables and plots of one value system. */
function systemBody(scores: ReportScores): Markup {
  return markup`${warnings([...(scores.mark ? [`Scores are marked “${scores.mark}”: see the judges’ exam.`] : []), ...formNotes(scores), ...scores.notes])}${scoreTable(scores, 'raw')}<h3>Profiles</h3><p class="soft">Each model centred on its own mean over the subdimensions: what it stands for relative to the rest. The columns correlate negatively by construction.</p>${scoreTable(scores, 'profile')}${dimensionPlots(scores)}`;
}

/** Training and form of asking are confounded where models are asked differently: say who was asked how. */
function formNotes(scores: ReportScores): string[] {
  const forms = Map.groupBy(scores.models, (model) => model.forms.join(' and '));
  if (forms.size < 2) return [];
  const asked = [...forms].map(
    ([form, models]) => `${models.map((model) => shortName(model.model)).join(', ')} by ${form}`,
  );
  return [
    `Asked in different forms, so the form may speak as well as the model: ${asked.join('; ')}.`,
  ];
}

function scoreTable(scores: ReportScores, kind: 'raw' | 'profile'): Markup {
  return table(
    [
      'Model',
      ...scores.columns.map((column) => ({
        text: column.name,
        kind: column.kind === 'dimension' ? 'n' : 'n sub',
      })),
    ],
    [
      ...scores.models.map(
        (model) =>
          markup`<tr><th scope="row">${shortName(model.model)}</th>${model[kind].map((estimate, c) => estimateCell(estimate, kind === 'raw' ? model.letters[c]! : null))}</tr>`,
      ),
      ...(kind === 'raw'
        ? [
            markup`<tr class="foot"><th scope="row">told apart</th>${scores.reliability.map((one) => numeric(one.toldApart))}</tr>`,
          ]
        : []),
    ],
    kind === 'raw'
      ? `Orientation, 0–100. Models that share a letter in a column do not differ in it. ${scores.differs}`
      : 'Profile, in points',
  );
}

function dimensionPlots(scores: ReportScores): Markup {
  const plots = scores.columns.flatMap((column, c) => {
    if (column.kind !== 'dimension') return [];
    const rows = scores.models
      .map((model) => {
        const { value, low, high } = model.raw[c]!;
        const note = `${fixed(value)} ${plusMinus({ low, high })} ${model.letters[c]}`;
        return { label: shortName(model.model), value, low, high, note };
      })
      .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
    const plot = intervalPlot(rows, {
      ...scaleOf(rows),
      title: `${column.name}: orientation of each model with its interval`,
    });
    return [markup`<h3>${column.name}</h3>${figure(plot, 'Orientation, with 95 % intervals')}`];
  });
  return markup`${plots}`;
}

/** Whole tens around all intervals, within 0–100: an interval that reaches beyond is cut there. */
function scaleOf(
  rows: readonly { value: number | null; low: number | null; high: number | null }[],
) {
  const ends = rows.flatMap((row) => [row.value, row.low, row.high].filter((one) => one !== null));
  const low = Math.floor(Math.min(...ends, 100) / 10) * 10;
  const high = Math.ceil(Math.max(...ends, 0) / 10) * 10;
  return { low: Math.max(0, Math.min(low, high - 10)), high: Math.min(100, Math.max(high, 10)) };
}

function comparisonPart(comparison: ReportComparison): Markup {
  const [a, b] = [shortName(comparison.a), shortName(comparison.b)];
  const headline = comparison.columns[comparison.headline];
  const { driver } = comparison;
  return markup`<h3>The two that lie farthest apart: ${a} and ${b}</h3>${table(
    ['', over(a), over(b), over('Difference'), over('Of profiles'), over('Stems'), over('Judges')],
    comparison.columns.map(
      (one) =>
        markup`<tr><th scope="row"${one.kind === 'subdimension' && markup` class="sub"`}>${one.name}</th>${numeric(fixed(one.a))}${numeric(fixed(one.b))}${numeric(`${withSign(one.difference.value)} ${plusMinus(one.difference)}${one.differs ? ' ✓' : ''}`)}${numeric(`${withSign(one.profileDifference.value)} ${plusMinus(one.profileDifference)}${one.distinct ? ' ✓' : ''}`)}${numeric(`${one.agree.stems} of ${one.agree.ofStems}`)}${numeric(`${one.agree.judges} of ${one.agree.ofJudges}`)}</tr>`,
    ),
    `Paired within stems. ✓: they differ. ${comparison.rule}${comparison.withheld ? ` Here ${comparison.withheld}.` : ''} Stems and judges: how many agree in sign.`,
  )}${headline && markup`<p>On ${headline.name}, would any of these overturn it?</p><ul>${headline.overturn.map((check) => markup`<li>${check.holds === null ? '–' : check.holds ? '✓' : '✗'} ${check.check}: ${check.detail}</li>`)}</ul>`}${driver && markup`<p>The stem that drives it most: “${driver.text ?? driver.stem}”</p><div class="pair"><div><p class="soft">${a} · ${fixed(driver.a.score)}</p><blockquote>${driver.a.text}</blockquote></div><div><p class="soft">${b} · ${fixed(driver.b.score)}</p><blockquote>${driver.b.text}</blockquote></div></div>`}`;
}

export function reliabilitySection({ scores }: ReportData): Markup | null {
  const first = scores[0];
  if (!first) return null;
  return section(
    'generalizability',
    'How good is the test',
    markup`<p>A generalizability study, model × stem × judge: whose variance is it? A test tells models apart as far as the model’s own share goes.</p>`,
    reliabilityBody(first),
    stemsPart(first),
    correlationsPart(first),
  );
}

/** ".72 [.31–.88]". */
function within(value: number | null, range: { low: number; high: number } | undefined): string {
  return range ? `${share(value)} ${interval(range.low, range.high)}` : share(value);
}

function reliabilityBody(scores: ReportScores): Markup {
  const rows = scores.columns.map((column, c) => ({
    label: column.name,
    parts: scores.reliability[c]!.variance.map(({ source, percent }) => ({
      name: source,
      percent: percent ?? 0,
    })),
  }));
  const sources = rows.find((row) => row.parts.length > 0)?.parts ?? [];
  return markup`${
    sources.length > 0 &&
    markup`<div class="legend">${sources.map((part, i) => legendItem(i, part.name))}</div>${figure(
      sharePlot(
        rows.filter((row) => row.parts.length > 0),
        'Shares of variance in percent',
      ),
      'Shares of variance in %, by column',
    )}`
  }${table(
    ['', ...['Eρ²', 'Φ', 'α', 'ω', 'Stems needed', 'Judges agree (α)', 'Told apart'].map(over)],
    scores.columns.map((column, c) => {
      const one = scores.reliability[c]!;
      return markup`<tr><th scope="row"${column.kind === 'subdimension' && markup` class="sub"`}>${column.name}</th>${numeric(within(one.generalizability, one.intervals?.relative))}${numeric(within(one.dependability, one.intervals?.absolute))}${numeric(share(one.alpha))}${numeric(share(one.omega))}${numeric(one.coefficientsWithheld ? 'withheld' : one.stemsNeeded === null ? 'none would do' : String(one.stemsNeeded))}${numeric(share(one.judgeAgreement))}${numeric(one.toldApart)}</tr>`;
    }),
    'Eρ²: generalizability, Φ: dependability, with 95 % intervals; α: Cronbach, where it is not Eρ² itself, ω: McDonald (total, where there are more models than stems); stems needed for Eρ² = .8; Krippendorff’s α between judges',
  )}<p class="soft">${methodWords(scores)}</p>${decisionPart(scores)}<p class="soft">Halo, the share of the first eigenvalue among subdimensions: ${share(scores.halo)}.</p>`;
}

/** How the shares of variance were found. */
function methodWords({ reliability }: ReportScores): string {
  const missing = Math.max(0, ...reliability.map((one) => one.missingRatings));
  const judges = reliability.some((one) => one.judgesAre === 'fixed')
    ? ' The coefficients are for these judges.'
    : '';
  return missing > 0
    ? `Variance components by restricted maximum likelihood (REML): up to ${missing} ratings of a column are missing.${judges}`
    : `Variance components from expected mean squares: no rating is missing.${judges}`;
}

/** Eρ² of the dimensions at other numbers of stems and judges. */
function decisionPart(scores: ReportScores): Markup | null {
  const dimensions = scores.columns.flatMap((column, c) =>
    column.kind === 'dimension' && scores.reliability[c]!.decision.length > 0
      ? [{ column, decision: scores.reliability[c]!.decision }]
      : [],
  );
  const first = dimensions[0];
  if (!first) return null;
  return markup`<details><summary>What other numbers of stems${new Set(first.decision.map((one) => one.judges)).size > 1 && ' and judges'} would give</summary>${table(
    ['Stems', over('Judges'), ...dimensions.map(({ column }) => over(column.name))],
    first.decision.map(
      (size, i) =>
        markup`<tr><th scope="row">${size.stems}${size.now && ' (now)'}</th>${numeric(String(size.judges))}${dimensions.map(({ decision }) => numeric(`${share(decision[i]?.generalizability ?? null)} ±${fixed(decision[i]?.seDifference ?? null, 1)}`))}</tr>`,
    ),
    'Eρ², and the standard error of a difference of two models in points',
  )}</details>`;
}

function stemsPart(scores: ReportScores): Markup | null {
  if (scores.stems.length === 0) return null;
  return markup`<details><summary>Item analysis of the ${scores.stems.length} stems</summary>${table(
    ['Stem', over('Mean score'), over('Discrimination'), over('Item–total')],
    scores.stems.map(
      (stem) =>
        markup`<tr><th scope="row" class="words">${stem.text ?? stem.stem}</th>${numeric(fixed(stem.difficulty, 2))}${heatCell(stem.discrimination)}${heatCell(stem.itemTotal)}</tr>`,
    ),
  )}${stemGroupsPart(scores)}</details>`;
}

/** Stems on which a group of models stands otherwise than its level says. */
function stemGroupsPart(scores: ReportScores): Markup | null {
  if (scores.stemGroups.length === 0) return null;
  const texts = new Map(scores.stems.map((stem) => [stem.stem, stem.text ?? stem.stem]));
  const names = new Map(scores.columns.map((column) => [column.id, column.name]));
  return markup`${scores.stemGroups.map((one) => {
    if (one.withheld !== null) return markup`<p class="soft">By ${one.by}: ${one.withheld}.</p>`;
    const among = `${plural(one.groups.length, 'group')} of models by ${one.by}`;
    if (one.flagged.length === 0)
      return markup`<p class="soft">No stem works otherwise in one of the ${among} than in the rest (${one.tested} effects tested together).</p>`;
    return table(
      ['Stem', 'Subdimension', 'Group', over('Against the rest'), over('SE'), over('p')],
      one.flagged.map(
        (effect) =>
          markup`<tr><th scope="row" class="words">${texts.get(effect.stem) ?? effect.stem}</th><td>${names.get(effect.column) ?? effect.column}</td><td>${effect.group}</td>${numeric(withSign(effect.effect))}${numeric(fixed(effect.se, 1))}${numeric(share(effect.p))}</tr>`,
      ),
      `Stems that work otherwise in one of the ${among}: points of orientation beyond the group’s level and the stem’s mean; p by the largest of all ${one.tested} effects under ${one.permutations} permutations.`,
    );
  })}`;
}

function correlationsPart(scores: ReportScores): Markup | null {
  const parts = scores.columns.filter((column) => column.kind === 'subdimension');
  if (scores.correlations.length < 2 || scores.correlations.length !== parts.length) return null;
  return markup`<h3>Correlations among subdimensions</h3>${table(
    ['', ...parts.map((column) => over(column.name))],
    scores.correlations.map(
      (row, i) =>
        markup`<tr><th scope="row">${parts[i]!.name}</th>${row.map((value, j) => (i === j ? numeric('1') : heatCell(value)))}</tr>`,
    ),
    'Over models × stems',
  )}`;
}

export function examSection({ exams, scores }: ReportData): Markup | null {
  if (exams.length === 0) return null;
  const titles = new Map(scores.map((one) => [one.system, one.title]));
  const weak = exams.filter((exam) => exam.verdict !== 'passes');
  return section(
    'judges',
    'The judges’ exam',
    markup`<p>A judge is examined on completions of the same stem whose standing is known: does it put those that support a value above those that ignore it (subject), and above those that oppose it (side)? Half of the sets choose how it is asked; these figures are from the other half. A judge passes where its whole interval lies above chance, .5.</p>`,
    warnings(
      weak.map(
        (exam) =>
          `${shortName(exam.judge)} on ${titles.get(exam.system) ?? exam.system}: ${exam.verdict}. ${meaningOf(exam)} Mend it by naming a stronger judge and rating again.`,
      ),
    ),
    table(
      ['Judge', 'System', 'Asked by', over('Subject'), over('Side'), 'Verdict'],
      exams.map(
        (exam) =>
          markup`<tr><th scope="row">${shortName(exam.judge)}</th><td>${titles.get(exam.system) ?? exam.system}</td><td>${exam.protocol}</td>${accuracyCell(exam.subject)}${accuracyCell(exam.side)}<td>${exam.verdict === 'passes' ? '✓' : '▲'} ${exam.verdict}</td></tr>`,
      ),
      'Share of same-stem pairs in the right order, with 95 % intervals (sets resampled)',
    ),
    examPlot(exams),
    baselinesTable(exams, titles),
  );
}

function meaningOf(exam: ReportExam): string {
  switch (exam.verdict) {
    case 'subject only':
      return 'Its ratings say what a completion is about, not on which side it stands or how strongly.';
    case 'side only':
      return 'Its ratings tell support from opposition, but not whether the value is at stake at all.';
    case 'backwards':
      return 'It puts opposition above support, surely the wrong way round: its ratings are in no mean.';
    case 'unproven':
      return 'Nothing shows that its ratings mean what they should.';
    case 'passes':
      return '';
  }
}

function accuracyCell(accuracy: ReportExam['subject']): Markup {
  return markup`<td class="n">${share(accuracy.value)} <span class="pm">${interval(accuracy.low, accuracy.high)}</span></td>`;
}

function examPlot(exams: readonly ReportExam[]): Markup {
  const several = new Set(exams.map((exam) => exam.system)).size > 1;
  const rows = exams.flatMap((exam) =>
    (['subject', 'side'] as const).map((part) => ({
      label: `${part} · ${several ? `${exam.system.slice(0, 8)} · ` : ''}${shortName(exam.judge)}`,
      ...exam[part],
      note: `${share(exam[part].value)} ${exam[part].passes ? '✓' : '▲'}`,
    })),
  );
  const plot = intervalPlot(rows, {
    low: 0,
    high: 1,
    reference: 0.5,
    title: 'Accuracy of the judges, with chance at .5',
  });
  return figure(plot, 'Within-stem accuracy; the darker line is chance');
}

function baselinesTable(
  exams: readonly ReportExam[],
  titles: ReadonlyMap<string, string>,
): Markup | null {
  const bySystem = Map.groupBy(
    exams.filter((exam) => exam.baselines.length > 0),
    (exam) => exam.system,
  );
  if (bySystem.size === 0) return null;
  return table(
    ['Baseline', 'System', over('Subject'), over('Side')],
    [...bySystem].flatMap(([system, [exam]]) =>
      exam!.baselines.map(
        (one) =>
          markup`<tr><th scope="row">${one.name}</th><td>${titles.get(system) ?? system}</td>${numeric(share(one.subject))}${numeric(share(one.side))}</tr>`,
      ),
    ),
    'The same exam taken without a language model',
  );
}

export function otherSystemsSection({ scores }: ReportData): Markup | null {
  const others = scores.slice(1);
  if (others.length === 0) return null;
  return section(
    'systems',
    'Other value systems',
    markup`<p>The same completions, rated on other value systems.</p>`,
    ...others.map(
      (one) =>
        markup`<h3>${one.title}</h3>${warnings(one.mark ? [`Scores are marked “${one.mark}”.`] : [])}${scoreTable(one, 'raw')}<details><summary>Profiles, intervals, and quality on ${one.title}</summary>${scoreTable(one, 'profile')}${dimensionPlots(one)}${reliabilityBody(one)}${correlationsPart(one)}</details>`,
    ),
  );
}

export function verdictSection({ verdict }: ReportData): Markup | null {
  if (!verdict) return null;
  return section(
    'verdict',
    `Where ${shortName(verdict.model)} stands`,
    verdict.nearest &&
      markup`<p>Nearest by its whole profile: ${shortName(verdict.nearest.model)}, ${fixed(verdict.nearest.distance, 1)} points apart on average.</p>`,
    warnings([...(verdict.mark ? [`Scores are marked “${verdict.mark}”.`] : []), ...verdict.notes]),
    table(
      ['', over('Score'), over('Profile'), over('Rank (95 %)'), 'Nearest'],
      verdict.columns.map(
        (one) =>
          markup`<tr><th scope="row"${one.kind === 'subdimension' && markup` class="sub"`}>${one.name}</th>${estimateCell(one.score, '')}<td class="n">${withSign(one.profile.value)} <span class="pm">${plusMinus(one.profile)}</span>${one.standsOut && ' ✓'}</td>${numeric(`${one.rank.low}–${one.rank.high} of ${one.rank.of}`)}<td>${one.placed ? one.nearest && shortName(one.nearest.model) : 'not placed'}</td></tr>`,
      ),
    ),
  );
}
