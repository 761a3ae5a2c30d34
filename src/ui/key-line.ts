/** Keys in the order in which they were pressed. */

export type KeyLine = { add(press: () => void): void };

/**
 * Each key acts on what the one before has done. While an edit is on its way to the disk (`pending`
 * tells), the next keys wait in line: they would act on what is no longer so.
 */
export function createKeyLine(pending: () => Promise<unknown> | null): KeyLine {
  const line: (() => void)[] = [];
  let waiting = false;
  function go(): void {
    while (!waiting && line.length > 0) {
      line.shift()!();
      const edit = pending();
      if (!edit) continue;
      waiting = true;
      void edit.finally(() => {
        waiting = false;
        go();
      });
    }
  }
  return {
    add(press) {
      line.push(press);
      go();
    },
  };
}
