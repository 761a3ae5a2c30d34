/** Names for runs that are easy to say: "quiet-otter". */
const manners =
  'brave calm clear deft fair fond frank keen kind lively mild neat plain quick quiet ready sharp shy sober steady still sunny warm wise'.split(
    ' ',
  );
const animals =
  'badger beaver crane dove falcon finch fox hare heron ibis jay lark lynx marten mole newt otter owl plover robin seal swift tern vole wren'.split(
    ' ',
  );

/** A name from a number ≥ 0. */
export function runName(number: number): string {
  return `${manners[number % manners.length]}-${animals[Math.floor(number / manners.length) % animals.length]}`;
}
