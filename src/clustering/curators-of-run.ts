/** The first curator of a run and the seconds, each replayed on the automatic clusters, and compared. Pure. */
import { recut } from './clustering.ts';
import type { Clustering } from './clusters.ts';
import { replayEdits } from './curate.ts';
import {
  type Curation,
  type CuratorFigures,
  type CuratorPair,
  type Dispute,
  disputesOf,
  figuresOfCurator,
  pairOfCurators,
} from './curators.ts';
import { historyOf, settingsOf } from './edit-history.ts';
import type { Edit } from './edits.ts';

/** The curator of the run itself; no other curator has this name. */
export const firstCurator = 'first';

export type CuratorsInput = {
  /** The run's present value. */
  clustering: Clustering;
  /** The number of clusters that the study asks for; null: by the cut rule. */
  k: number | null;
  first: readonly Edit[];
  seconds: readonly { name: string; edits: readonly Edit[] }[];
  /** Second curators who began with other clusters than the present ones, and why they are left out. */
  absent: readonly AbsentCurator[];
};

export type AbsentCurator = { name: string; why: string };

/** A second curator, and the words that the first put into another cluster. */
export type SecondCuration = {
  name: string;
  disputes: Dispute[];
};

export type CuratorsResult = {
  /** The first curator, then the second ones. */
  people: CuratorFigures[];
  pairs: CuratorPair[];
  seconds: SecondCuration[];
  absent: AbsentCurator[];
  /** Words that were settled and still are, by second curator. */
  settled: { second: string; word: string; by: string }[];
};

/**
 * Compares all curators of a run. Settlements are not decisions of the first curator and are left out, so the figures
 * stay the same after settling.
 */
export function curatorsOfRun(input: CuratorsInput): CuratorsResult {
  const { clustering, k } = input;
  const studyK = k ?? clustering.suggestedK;
  const began = recut(clustering, studyK);
  const inForce = historyOf(input.first).done.map(({ edit }) => edit);
  const own = inForce.filter((edit) => edit.settled === undefined);
  const first = curationOf(firstCurator, clustering, studyK, own);
  const absent = [...input.absent];
  const seconds: Curation[] = [];
  for (const { name, edits } of input.seconds) {
    const one = began && curationOf(name, clustering, studyK, edits);
    if (one) seconds.push(one);
    else absent.push({ name, why: 'k-means cannot be cut into another number of clusters' });
  }
  const settled = inForce.flatMap(({ settled: one }) => (one ? [one] : []));
  if (!began || !first) return { people: [], pairs: [], seconds: [], absent, settled };
  const people = [first, ...seconds];
  return {
    people: people.map((one) => figuresOfCurator(began, one)),
    pairs: people.flatMap((a, at) => people.slice(at + 1).map((b) => pairOfCurators(began, a, b))),
    seconds: seconds.map((one) => ({
      name: one.name,
      disputes: disputesOf(began, first, one),
    })),
    ...{ absent, settled },
  };
}

/** The edits replayed on the cut that they ask for; null where there is no such cut. */
function curationOf(
  name: string,
  clustering: Clustering,
  studyK: number,
  edits: readonly Edit[],
): Curation | null {
  const cut = recut(clustering, settingsOf(edits).clusters ?? studyK);
  return cut && { name, ...replayEdits(cut, edits) };
}
