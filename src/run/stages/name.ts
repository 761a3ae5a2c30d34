/** Stage 3: a model suggests a name for each cluster from its members; the researcher accepts or not. */
import type { Cluster } from '../../clustering/clusters.ts';
import { membersForNaming, readName } from '../../clustering/naming.ts';
import type { Answer } from '../../models/model.ts';
import { loadPrompt } from '../../prompts/load.ts';
import { requestOf } from '../../prompts/template.ts';
import { nameId, requestKey } from '../identity.ts';
import type { Item } from '../lanes.ts';
import {
  costOf,
  createSharing,
  type StageContext,
  type StagePlan,
  sourceOf,
  spentOn,
} from './stage.ts';

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
  const model = await context.openModel(by).catch((error) => {
    context.onUnavailable(by, error);
    return null;
  });
  if (!model) return plan;
  const form = model.info.form === 'completion' ? 'completion' : 'chat';
  const prompt = loadPrompt(`naming/${form}`, environment.prompts);
  const share = createSharing<Answer>([]);
  const items = open.map(
    (cluster): Item => ({
      id: nameId(cluster.words, by),
      async ask({ signal, onText }) {
        const request = requestOf(
          prompt,
          form,
          { words: membersForNaming(cluster.words) },
          { temperature: 0, topP: 1, maxTokens: 16 },
        );
        const key = requestKey(model.requestName, request);
        const answered = await share(key, async () => {
          const answer = await model.ask(request, { signal, onText });
          return answer.finishReason === 'abort' ? null : answer;
        });
        if (!answered) return null;
        run.names.append({
          id: nameId(cluster.words, by),
          key,
          source: sourceOf(model),
          words: cluster.words,
          by,
          name: readName(answered.value.text),
          at: new Date(environment.now()).toISOString(),
        });
        return spentOn(answered.value, answered.shared ? 0 : costOf(model, answered.value));
      },
    }),
  );
  plan.work.push({ model: by, concurrency: model.concurrency, items });
  return plan;
}
