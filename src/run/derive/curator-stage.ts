/** How far the curators of a run agree. */
import type { Edit } from '../../clustering/edits.ts';
import { comparable } from '../curators.ts';
import { isComputed, type StageParts } from './stage.ts';

export type CuratorStage = { compute(edits: readonly Edit[]): Promise<void> };

export function createCuratorStage({
  run,
  results,
  publish,
  worker,
  onChange,
}: StageParts): CuratorStage {
  return {
    async compute(edits) {
      const { clustering } = results();
      const seconds = run.seconds();
      if (seconds.length === 0 || !isComputed(clustering)) {
        if (results().curators !== null) publish({ curators: null });
        return;
      }
      const { there, absent } = comparable(seconds, run.study);
      const people = there.map(({ name, edits: own }) => ({ name, edits: own }));
      const { k } = run.study.clusters;
      const { words, clusters } = clustering;
      await onChange('curators', [words, clusters, k, edits, people, absent], async () => {
        const input = { clustering, k, first: edits, seconds: people, absent };
        publish({ curators: await worker().run('curators', input) });
      });
    },
  };
}
