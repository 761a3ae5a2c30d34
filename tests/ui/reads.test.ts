import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noReads, pasteMarks, takeRead, timeUp, waitOf } from '../../src/ui/reads.ts';

const { start, end } = pasteMarks;
const paste = (text: string) => start + text + end;
const esc = '\u001b[27u';

/** What Ink is given of reads that follow each other at once. */
function given(...reads: string[]): string {
  let state = noReads;
  let all = '';
  for (const read of reads) {
    const taken = takeRead(state, read);
    state = taken.reads;
    all += taken.out;
  }
  return all;
}

/** The same, with a wait for as long as anything is waited for after each read. */
function givenSlowly(...reads: string[]): string {
  let state = noReads;
  let all = '';
  for (const read of reads) {
    const taken = takeRead(state, read);
    state = taken.reads;
    all += taken.out;
    if (waitOf(state) === null) continue;
    const late = timeUp(state);
    state = late.reads;
    all += late.out;
  }
  return all;
}

describe('keys', () => {
  test.each([
    'j',
    'jjjj',
    'jk',
    '\u001b[A\u001b[A\u001b[A',
    'j\u001b[Bk\u001b[Bl',
    '\u001b[1;5A\u001b[5~\u001bOP',
    'ab\u007f\u007fcd',
    '\u0004\u0004\u0015',
    '\u0003\u0003',
    '{'.repeat(61),
  ])('%j are passed on as they came', (read) => {
    expect(given(read)).toBe(read);
  });

  test('an Esc is one once nothing has followed', () => {
    expect(given('\u001b')).toBe('');
    expect(waitOf(takeRead(noReads, '\u001b').reads)).toBe(20);
    expect(givenSlowly('\u001b', '[')).toBe(`${esc}[`);
    expect(givenSlowly('\u001b\u001b')).toBe(esc + esc);
    expect(given('\u001b', '[A')).toBe('\u001b[A');
    expect(given('\u001b[1;', '5A')).toBe('\u001b[1;5A');
  });

  test('an Esc and the key after it are two, though they came in one read', () => {
    expect(given('\u001b4')).toBe(`${esc}4`);
    expect(given('\u001b\r')).toBe(`${esc}\r`);
    expect(given('\u001b\u001bx')).toBe(`${esc}${esc}x`);
    expect(given('\u001b\u001b[A')).toBe(`${esc}\u001b[A`);
    expect(given('\u001bExcluded: x')).toBe(esc + paste('Excluded: x'));
  });

  test('half a sequence is not a key', () => {
    expect(givenSlowly('\u001b[1;', 'j')).toBe('j');
  });
});

describe('text that came at once without marks', () => {
  test('counts as pasted, and the keys beside it as keys', () => {
    expect(given('Excluded: xylophone, y, x\r')).toBe(paste('Excluded: xylophone, y, x\r'));
    expect(given('e\u0015Truth')).toBe(`e\u0015${paste('Truth')}`);
    expect(given('abc\u0003')).toBe(`${paste('abc')}\u0003`);
  });
});

describe('a paste', () => {
  test('is one, in how many reads it may come', () => {
    const text = 'x: 1\ry\t🙂 \u001b[A\u001b[200~ end';
    const whole = `k${paste(text)}j`;
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 1 })), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const reads = at.slice(1).map((to, i) => whole.slice(at[i], to));
        expect(given(...reads)).toBe(whole);
      }),
    );
  });

  test('has ended when its end has not come in a second', () => {
    const { reads } = takeRead(noReads, `${start}half`);
    expect(waitOf(reads)).toBe(1000);
    expect(timeUp(reads)).toEqual({ reads: noReads, out: paste('half') });
    // An end that comes late is not a key of any kind: Ink drops a sequence that it does not know.
    expect(given(`${start}half`, end)).toBe(paste('half'));
  });

  test('is known by its mark, also where the beginning of that was taken for Esc', () => {
    expect(givenSlowly('\u001b', '[200~xyz\u001b[201~')).toBe(esc + paste('xyz'));
    expect(givenSlowly('\u001b[', '200~xyz\u001b[201~')).toBe(paste('xyz'));
    expect(givenSlowly('\u001b[2', '00~xyz\u001b[201~')).toBe(paste('xyz'));
    expect(given(`\u001b${paste('xyz')}`)).toBe(esc + paste('xyz'));
  });

  test('may follow another, and keys may follow it', () => {
    expect(given(`${paste('one')}${paste('two')}\r`)).toBe(`${paste('one')}${paste('two')}\r`);
  });

  test('is cut where it is longer than anything that a field is for', () => {
    const long = 'ab'.repeat(50_000);
    const reads = [start, ...(long.match(/.{1,4096}/g) ?? []), end.slice(0, 3), end.slice(3)];
    expect(given(...reads, 'j')).toBe(`${paste(long.slice(0, 5_000))}j`);
    expect(given(paste(long))).toBe(paste(long.slice(0, 5_000)));
  });

  test('that is held is never more than is used', () => {
    let { reads } = takeRead(noReads, start);
    for (let read = 0; read < 50; read++) ({ reads } = takeRead(reads, 'x'.repeat(4096)));
    expect(reads.paste!.length).toBeLessThan(5_010);
  });
});

test('whatever is read, the keyboard is free again after the longest wait', () => {
  const piece = fc.oneof(
    fc.constantFrom(start, end, '\u001b', '\u001b[', '\u001b[20', '\u001bO', 'j', '\u0003'),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece), (reads) => {
      let state = noReads;
      for (const read of reads) state = takeRead(state, read).reads;
      if (waitOf(state) !== null) state = timeUp(state).reads;
      expect(waitOf(state)).toBeNull();
      expect(takeRead({ ...state, given: '' }, 'q').out).toBe('q');
    }),
  );
});
