/**
 * The names most like a mistyped one, nearest first, at most `most`. Likeness is the edit distance
 * without case, where a name that contains the typed one (or the reverse) counts as near; names
 * farther than half their length are left out.
 */
export function nearest(name: string, names: readonly string[], most = 3): string[] {
  const typed = name.toLowerCase();
  return names
    .map((candidate) => ({ candidate, distance: distanceOf(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= 0.5)
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** In [0, 1]: 0 is the same text. */
function distanceOf(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 0;
  const contained = a.length >= 3 && b.length >= 3 && (b.includes(a) || a.includes(b));
  const edits = editDistance(a, b) / longest;
  return contained ? Math.min(edits, 0.35) : edits;
}

/** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(
        (row[j - 1] as number) + 1,
        (last[j] as number) + 1,
        (last[j - 1] as number) + same,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}
