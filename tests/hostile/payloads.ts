/** Text that would act on a terminal, or hide in it, if it got there as it is. */

/** What each would do; the text between is ordinary, so that the sequence itself is told from what it surrounds. */
export const payloads: Readonly<Record<string, string>> = {
  clipboard: '\u001b]52;c;UFdORUQ=\u0007',
  'clipboard, C1': '\u009d52;c;UFdORUQ=\u009c',
  link: '\u001b]8;;http://evil.example/\u001b\\here\u001b]8;;\u001b\\',
  title: '\u001b]2;PWNED\u0007',
  'an unfinished title': '\u001b]0;PWNED',
  cursor: '\u001b[13;37H',
  'cursor, C1': '\u009b13;37H',
  clear: '\u001b[2J\u001b[3J',
  'the other screen': '\u001b[?1049l\u001b[?47l',
  'a report of the cursor': '\u001b[6n\u001b[>c',
  colour: '\u001b[38;5;201;4m',
  'a scrolling region': '\u001b[5;9r\u001bM',
  'a reset': '\u001bc',
  'a device string': '\u001bP+q544e\u001b\\',
  'other strings': '\u001b_PWNED\u001b\\\u001b^PWNED\u001b\\\u001bXPWNED\u001b\\',
  'line drawing': '\u001b(0lqqk\u000e',
  bell: 'a\u0007b',
  'carriage return': 'honest\rPWNED',
  backspace: 'good\b\b\b\bPWNED',
  'vertical moves': 'a\u000bb\u000cc\u0085d',
  tabs: 'a\tb\t\tc',
  nul: 'a\u0000b\u007fc',
  bidi: 'abc\u202edcba\u202c \u2066x\u2069 \u200f\u200e',
  'zero width': 'ho\u200bne\u200csty\u2060 \ufeff\u00ad',
  'a flood of marks': `Z${'\u0335\u0321\u034f\u0489'.repeat(60)}algo`,
  'half a pair': 'a\ud800b\udc00c',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪 ☺️ 1️⃣ a\u{e0061}\u{e007f}',
  'right to left': 'שלום עולם مرحبا بالعالم',
  wide: '誠実さ ｆｕｌｌ ㈱ \u3164\uffa0',
  paragraphs: 'a\u2028b\u2029c\n\nd',
  long: 'wordwithoutanyend'.repeat(150),
  markup: '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
  formula: '=HYPERLINK("http://evil.example";"x")',
};

/** All of them in one text, each between two words. */
export const everything = Object.values(payloads)
  .map((payload, i) => `value${i} ${payload} kindness`)
  .join(', ');

/** Sequences of the payloads that the program itself never sends; none may be in what a terminal gets. */
const forbidden: Readonly<Record<string, RegExp>> = {
  'an operating system command': /\u001b\]/,
  'a device or other string': /\u001b[PX^_]/,
  'the payload’s cursor': /\u001b\[13;37H/,
  'the payload’s colour': /\u001b\[38;5;201;4m/,
  'a scrolling region': /\u001b\[\d*;\d*r|\u001bM/,
  'a reset': /\u001bc/,
  'a question to the terminal': /\u001b\[6n|\u001b\[>c/,
  'a character set': /\u001b[()]|\u000e|\u000f/,
  'the old other screen': /\u001b\[\?47[hl]/,
  'a cleared history': /\u001b\[3J/,
  'a bell, a backspace, or another control':
    /[\u0000-\u0008\u000b\u000c\u0010-\u001a\u001c-\u001f\u007f]/,
  'a C1 control': /[\u0080-\u009f]/,
  'a tab': /\t/,
  'a direction': /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
  'something that is not seen':
    /[\u200b-\u200d\u2028\u2029\u2060\ufeff\u3164\uffa0\u{e0000}-\u{e007f}]/u,
  'a flood of marks': /\p{M}{3}/u,
};

/** What of `output` should not have reached a terminal, in words; none is well. `but` are expected. */
export function acting(output: string, but: readonly string[] = []): string[] {
  return Object.entries(forbidden).flatMap(([what, pattern]) => {
    const found = but.includes(what) ? null : pattern.exec(output);
    if (!found) return [];
    const around = output.slice(Math.max(0, found.index - 40), found.index + 40);
    return [`${what}: ${JSON.stringify(around)}`];
  });
}
