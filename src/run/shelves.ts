/** The archive and the trash: folders beside the runs, which lists leave out. */
import { basename, dirname, join } from 'node:path';

export const shelves = ['archive', 'trash'] as const;
export type Shelf = (typeof shelves)[number];

/** `<runs>/.archive` or `<runs>/.trash`. */
export function shelfFolder(runs: string, shelf: Shelf): string {
  return join(runs, `.${shelf}`);
}

/** The shelf that a run is on; null if it is among the others. */
export function shelfOf(run: string): Shelf | null {
  return shelves.find((shelf) => basename(dirname(run)) === `.${shelf}`) ?? null;
}

/** The folder of runs that a run belongs to, also while it is on a shelf. */
export function runsFolderOf(run: string): string {
  return shelfOf(run) === null ? dirname(run) : dirname(dirname(run));
}
