/** Commander's errors in the words of the program's other errors. */
import { capital } from '../safe-text/capital.ts';

/** Commander's sentence and its replacement. */
const said: readonly [RegExp, string][] = [
  [/^unknown option '(.+)'$/, 'There is no option $1.'],
  [/^unknown command '(.+)'$/, 'There is no command $1.'],
  [/^missing required argument '(.+)'$/, 'The argument <$1> is missing.'],
  [/^required option '(.+)' not specified$/, 'The option $1 is missing.'],
  [/^option '(.+)' argument missing$/, 'The option $1 needs a value.'],
  [/^option '(.+)' argument '(.*)' is invalid\. ?/s, 'The option $1 cannot be "$2". '],
  [
    /^option '(.+)' cannot be used with option '(.+)'$/,
    'The options $1 and $2 exclude each other.',
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+)'\. ?/s,
    'The argument <$2> cannot be "$1". ',
  ],
  [
    /^too many arguments(?: for '.+')?\. Expected (\d+) arguments? but got (\d+).*$/s,
    'Too many arguments: $2 given, $1 allowed.',
  ],
];

/** What commander writes (`error: …`, a guess in brackets below) as sentences, a line each. */
export function commandLineError(text: string): string {
  const [first = '', ...more] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const [match, words] = said.find(([form]) => form.test(first)) ?? [/^/, ''];
  const sentence = first.replace(match, words).trim();
  const lines = [
    capital(sentence).replace(/([^.!?])$/, '$1.'),
    ...more.map((line) => line.replace(/^\(Did you mean (?:one of )?(.+)\?\)$/, 'Nearest: $1.')),
  ];
  return `${lines.join('\n')}\n`;
}
