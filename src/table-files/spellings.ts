/** Labels that differ in case and spaces only. */

/** Each text with the label that it stands for: the spelling that is used most, of those that differ in case and spaces only. */
export function spellings(texts: readonly string[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const fold = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
  const alike = Map.groupBy(counts.keys(), fold);
  return new Map(
    [...alike.values()].flatMap((group) => {
      const [label] = [...group].sort(
        (a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1),
      );
      return group.map((text): [string, string] => [text, label!]);
    }),
  );
}

/** "taken as one label: yes (Yes, YES)". `what` is what they are. */
export function spellingNotes(spelled: ReadonlyMap<string, string>, what = 'label'): string[] {
  const merged = [...Map.groupBy(spelled.keys(), (text) => spelled.get(text)!)]
    .filter(([, group]) => group.length > 1)
    .map(([label, group]) => `${label} (${group.filter((one) => one !== label).join(', ')})`);
  return merged.length > 0 ? [`taken as one ${what}: ${merged.join('; ')}`] : [];
}
