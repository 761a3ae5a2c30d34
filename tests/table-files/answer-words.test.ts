/** Answers in words, codes, and numbers with a spread beside them. */
import { describe, expect, it } from 'vitest';
import { lettersOf } from '../../src/safe-text/letters.ts';
import scales from '../../src/table-files/answer-scales.json' with { type: 'json' };
import { names, numbersIn, numbersOf, textOf } from './base-table.ts';

const steps = numbersOf('steps');
const decimals = numbersOf('decimals');
/** Answers 1 to k, each of them given. */
const stepsTo = (k: number) =>
  steps.map((row, i) => row.map((x, j) => (i < k ? ((i + j) % k) + 1 : Math.min(x, k))));
const cells = (words: readonly string[]) => (x: number) => words[x - 1]!;

describe('answers in words', () => {
  it.each<[string, string]>([
    [
      'English, agreement',
      'Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree',
    ],
    ['English, without a middle', 'Strongly Disagree|Disagree|Agree|Strongly Agree'],
    [
      'English, of seven steps',
      'Strongly disagree|Disagree|Somewhat disagree|Neutral|Somewhat agree|Agree|Strongly agree',
    ],
    [
      'English, of six steps',
      'strongly disagree|disagree|slightly disagree|slightly agree|agree|strongly agree',
    ],
    [
      'English, somewhat',
      'Strongly disagree|Somewhat disagree|Neither agree nor disagree|Somewhat agree|Strongly agree',
    ],
    [
      'English, as the BFI-2 has it',
      'Disagree strongly|Disagree a little|Neutral; no opinion|Agree a little|Agree strongly',
    ],
    [
      'English, as the TIPI has it',
      'Disagree strongly|Disagree moderately|Disagree a little|Neither agree nor disagree|Agree a little|Agree moderately|Agree strongly',
    ],
    ['English, three steps', 'disagree|neutral|agree'],
    ['English, frequency', 'Never|Rarely|Sometimes|Often|Always'],
    ['English, frequency, seldom', 'never|seldom|occasionally|frequently|always'],
    ['English, very often', 'Never|Rarely|Sometimes|Often|Very often'],
    ['English, of the PSS', 'never|almost never|sometimes|fairly often|very often'],
    [
      'English, of seven steps of frequency',
      'Never|Almost never|Rarely|Sometimes|Often|Almost always|Always',
    ],
    ['English, half the time', 'Never|Sometimes|About half the time|Most of the time|Always'],
    ['English, of the PHQ', 'Not at all|Several days|More than half the days|Nearly every day'],
    [
      'English, of the PVQ',
      'Not like me at all|Not like me|A little like me|Somewhat like me|Like me|Very much like me',
    ],
    [
      'English, of the PANAS',
      'very slightly or not at all|a little|moderately|quite a bit|extremely',
    ],
    [
      'German',
      'Stimme überhaupt nicht zu|Stimme eher nicht zu|Teils, teils|Stimme eher zu|Stimme voll und ganz zu',
    ],
    ['German, four steps', 'trifft nicht zu|trifft eher nicht zu|trifft eher zu|trifft zu'],
    [
      'German, of seven steps',
      'stimme gar nicht zu|stimme nicht zu|stimme eher nicht zu|weder noch|stimme eher zu|stimme zu|stimme völlig zu',
    ],
    ['German, frequency', 'nie|selten|manchmal|oft|immer'],
    [
      'Spanish',
      'Totalmente en desacuerdo|En desacuerdo|Ni de acuerdo ni en desacuerdo|De acuerdo|Totalmente de acuerdo',
    ],
    ['Spanish, frequency', 'Nunca|Casi nunca|A veces|Casi siempre|Siempre'],
    [
      'French',
      "Pas du tout d'accord|Plutôt pas d'accord|Ni d’accord ni pas d’accord|Plutôt d'accord|Tout à fait d'accord",
    ],
    ['French, frequency', 'Jamais|Rarement|Parfois|Souvent|Toujours'],
    [
      'Portuguese',
      'Discordo totalmente|Discordo parcialmente|Não concordo nem discordo|Concordo parcialmente|Concordo totalmente',
    ],
    ['Portuguese, frequency', 'Nunca|Raramente|Às vezes|Frequentemente|Sempre'],
    [
      'Russian',
      'Полностью не согласен|Скорее не согласен|Ни да, ни нет|Скорее согласен|Полностью согласен',
    ],
    ['Russian, frequency', 'никогда|редко|иногда|часто|всегда'],
    ['Chinese', '非常不同意|不同意|一般|同意|非常同意'],
    ['Chinese, fitting', '完全不符合|比较不符合|不确定|比较符合|完全符合'],
    ['Chinese, frequency', '从不|很少|有时|经常|总是'],
    [
      'Japanese',
      '全くそう思わない|あまりそう思わない|どちらともいえない|ややそう思う|とてもそう思う',
    ],
    [
      'Japanese, fitting',
      '当てはまらない|やや当てはまらない|どちらともいえない|やや当てはまる|当てはまる',
    ],
    ['Korean', '전혀 그렇지 않다|그렇지 않다|보통이다|그렇다|매우 그렇다'],
    ['Korean, frequency', '전혀|거의 없음|가끔|자주|항상'],
    ['Arabic', 'لا أوافق بشدة|لا أوافق|محايد|أوافق|أوافق بشدة'],
    ['Arabic, frequency', 'أبداً|نادراً|أحياناً|غالباً|دائماً'],
    ['Hindi', 'पूरी तरह असहमत|असहमत|तटस्थ|सहमत|पूरी तरह सहमत'],
    ['Hindi, frequency', 'कभी नहीं|शायद ही कभी|कभी-कभी|अक्सर|हमेशा'],
  ])('%s: words are steps, and the mapping is told', async (_, scale) => {
    const words = scale.split('|');
    const rows = stepsTo(words.length);
    const found = await numbersIn(textOf(rows, { cell: cells(words), separator: '\t' }));
    expect(found).toMatchObject({ names, rows });
    const mapping = words.map((word, at) => `${word} ${at === 0 ? 'is 1' : at + 1}`).join(', ');
    expect(found.notes).toEqual([
      `q1, q2, q3, q4, and q5: words are read as the steps of a scale: ${mapping}`,
    ]);
  });

  it('have the steps that some column of the table has, in each of its columns', async () => {
    const words = ['Strongly disagree', 'Disagree', 'Neutral', 'Agree', 'Strongly agree'];
    const rows = steps.map(([a, b]) => [a!, b! > 3 ? 5 : 4]);
    const text = textOf(rows, { header: ['q1', 'q2'], cell: cells(words) });
    expect((await numbersIn(text)).rows).toEqual(rows);
  });

  it('stand beside numbers, other scales, gaps, and names', async () => {
    const agree = ['strongly disagree', 'disagree', 'neutral', 'agree', 'strongly agree'];
    const often = ['never', 'rarely', 'sometimes', 'often', 'always'];
    const text = textOf(steps, {
      cell: (x, i, j) =>
        j === 0
          ? String(x)
          : i === 4
            ? 'N/A'
            : j === 4
              ? `Name ${i}`
              : (j < 3 ? agree : often)[x - 1]!,
    });
    const found = await numbersIn(text);
    expect(found.names).toEqual(names.slice(0, 4));
    expect(found.rows).toEqual(
      steps.map((row, i) => row.slice(0, 4).map((x, j) => (i === 4 && j > 0 ? Number.NaN : x))),
    );
    expect(found.notes.filter((note) => /steps of a scale/.test(note))).toHaveLength(2);
  });

  it('an unknown label is an error with column, line, cell, and the labels known', async () => {
    const words = ['Never', 'Rarely', 'Sometimes', 'Often', 'Always'];
    const cell = (x: number, i: number, j: number) =>
      i === 6 && j === 2 ? 'Somtimes' : words[x - 1]!;
    await expect(numbersIn(textOf(steps, { cell }))).rejects.toMatchObject({
      message: 'q3: "Somtimes" is no step of the scale of the other cells.',
      where: expect.stringMatching(/table\.csv:8$/),
      hint: expect.stringMatching(
        /^The steps are: Never is 1, Rarely 2, Sometimes 3, Often 4, Always 5\..*--gaps/,
      ),
    });
    const named = await numbersIn(textOf(steps, { cell }), { gaps: ['Somtimes'] });
    expect(named.rows[6]![2]).toBeNaN();
  });

  it.each([
    ['words of no scale', ['red', 'green', 'blue', 'grey', 'pink']],
    ['one word', ['often', 'often', 'often', 'often', 'often']],
  ])('%s are text', async (_, words) => {
    const cell = (x: number, _i: number, j: number) => (j === 4 ? words[x - 1]! : String(x));
    expect((await numbersIn(textOf(steps, { cell }))).names).toEqual(names.slice(0, 4));
  });

  it('no scale has a label twice', () => {
    for (const scale of Object.values(scales).flat()) {
      const labels = scale.flatMap((step) => step.replace('?', '').split('|'));
      const letters = labels.map((label) => lettersOf(label.normalize('NFKD')));
      expect(new Set(letters).size, scale[0]).toBe(letters.length);
      expect(letters.every((one) => one !== '')).toBe(true);
    }
  });
});

describe('codes of survey services', () => {
  it.each<[string, (x: number) => string]>([
    ['A1', (x) => `A${x}`],
    ['AO01', (x) => `AO0${x}`],
    ['L001', (x) => `L00${x}`],
    ['1 = never', (x) => `${x} = ${['never', 'rarely', 'sometimes', 'often', 'always'][x - 1]}`],
    ['(4) agree', (x) => `(${x}) ${['no', 'rather not', 'partly', 'agree', 'fully'][x - 1]}`],
  ])('%s are numbers, which is told', async (_, cell) => {
    const found = await numbersIn(textOf(steps, { cell }));
    expect(found).toMatchObject({ names, rows: steps });
    expect(found.notes).toEqual([expect.stringMatching(/^q1, q2, q3, q4, and q5: .* is \d\)$/)]);
  });

  it.each<[string, (x: number, i: number) => string]>([
    ['names of cases', (_, i) => `A${i + 1}`],
    ['several letters', (x) => `${'ABCDE'[x - 1]}1`],
  ])('%s are text', async (_, other) => {
    const cell = (x: number, i: number, j: number) => (j === 4 ? other(x, i) : String(x));
    expect((await numbersIn(textOf(steps, { cell }))).names).toEqual(names.slice(0, 4));
  });
});

describe('numbers with a spread', () => {
  it.each<[string, (x: number) => string]>([
    ['± behind', (x) => `${x} ± 0.1`],
    ['± without spaces or noughts', (x) => `${String(x).replace(/^(-?)0\./, '$1.')}±.4`],
    ['+/-', (x) => `${x} +/- 0.12`],
    ['+-', (x) => `${x} +- 0.12`],
    ['in brackets', (x) => `${x} (0.1)`],
    ['in brackets, without a space', (x) => `${x}(.10)`],
    ['SD in brackets', (x) => `${x} (SD = 0.1)`],
    ['SE in brackets', (x) => `${x} (SE 0.1)`],
    ['± in brackets', (x) => `${x} (±0.1)`],
    ['an interval', (x) => `"${x} [-0.55, 0.75]"`],
    ['an interval with a name', (x) => `"${x} (95% CI: -0.55, 0.75)"`],
    ['an interval with a dash', (x) => `${x} (0.55–0.75)`],
    ['with marks of significance', (x) => `${x} (0.1)**`],
    ['in some cells', (x) => (x > 0 ? `${x} ± 0.1` : String(x))],
  ])('%s: the number is read, and what is left out is told', async (_, cell) => {
    const found = await numbersIn(textOf(decimals, { cell }));
    expect(found).toMatchObject({ names, rows: decimals });
    expect(found.notes).toEqual([
      expect.stringMatching(
        /^q1, q2, q3, q4, and q5: what stands behind the numbers .* is left out \(".*" is -?\d*\.\d+\)$/,
      ),
    ]);
  });

  it('with decimal commas', async () => {
    const cell = (x: number) => `${String(x).replace('.', ',')} ± 0,1`;
    expect((await numbersIn(textOf(decimals, { cell, separator: ';' }))).rows).toEqual(decimals);
  });

  it('counts with their shares', async () => {
    expect((await numbersIn(textOf(steps, { cell: (x) => `${x} (${10 * x}%)` }))).rows).toEqual(
      steps,
    );
  });
});
