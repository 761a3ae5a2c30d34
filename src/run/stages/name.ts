/** Stage 3: a model suggests a name for each cluster from its members, which the researcher may accept. */

import {
  answerItem,
  createSharing,
  laneOf,
  openOrReport,
  type StagePlan,
  sourceOf,
  takenFields,
} from '../../asking/ask.ts';
import { nameId } from '../../asking/identity.ts';
import type { Cluster } from '../../clustering/clusters.ts';
import { membersForNaming, readName } from '../../clustering/naming.ts';
import type { Answer } from '../../models/model.ts';
import { loadPrompt } from '../../prompts/load.ts';
import { requestOf } from '../../prompts/template.ts';
import type { StageContext } from './stage-context.ts';

/** Clusters named by hand, and single words, need no suggestion. */
export async function planNaming(
  context: StageContext,
  clusters: readonly Cluster[],
): Promise<StagePlan> {
  const { run, environment } = context;
  const by = run.study.clusters.naming;
  const plan: StagePlan = { work: [], done: new Map() };
  if (by === null) return plan;
  const stored = new Set(run.names.lines.map((line) => line.id));
  const wanted = clusters.filter((cluster) => !cluster.named && cluster.words.length > 1);
  const open = wanted.filter((cluster) => !stored.has(nameId(cluster.words, by)));
  plan.done.set(by, wanted.length - open.length);
  if (open.length === 0) return plan;
  const model = await openOrReport(context, by);
  if (!model) return plan;
  const form = model.info.form === 'completion' ? 'completion' : 'chat';
  const prompt = loadPrompt(`naming/${form}`, environment.prompts);
  const share = createSharing<Answer>([]);
  const items = open.map((cluster) => {
    const id = nameId(cluster.words, by);
    const words = membersForNaming(cluster.words);
    const request = requestOf(prompt, form, { words }, { temperature: 0, topP: 1, maxTokens: 16 });
    return answerItem(model, share, { id, request }, (asked) =>
      run.names.append({
        id,
        key: asked.key,
        source: sourceOf(model),
        words: cluster.words,
        by,
        name: readName(asked.answer.text),
        ...takenFields(asked),
        at: new Date(environment.now()).toISOString(),
      }),
    );
  });
  plan.work.push(laneOf(by, model, items));
  return plan;
}
