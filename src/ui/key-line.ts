/** Handles keys in the order in which they were pressed. */

export type KeyLine = { add(press: () => void): void };

/**
 * Each key acts on the state after the key before. While an edit is being written (`pending`), the next keys wait:
 * otherwise they would act on a state that is about to change.
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
