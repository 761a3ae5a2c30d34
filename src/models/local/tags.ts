/** Tags and form of a GGUF model, guessed from its head and its file's name. */
import type { Form, Tags } from '../model.ts';
import { guessTags as guessTagsOfName, knownFamily } from '../tags.ts';
import type { GgufHead } from './gguf.ts';

/** The model family, billions of parameters (by the header first), and kind of training (by the name first). */
export function guessTags(id: string, head: GgufHead): Tags {
  const byName = guessTagsOfName(`${id} ${head.name ?? ''}`);
  const training =
    isEmbedding(head) || byName.training === 'embedding'
      ? 'embedding'
      : byName.training !== 'unknown'
        ? byName.training
        : head.chatTemplate
          ? 'instruct'
          : 'base';
  const size =
    head.parameters > 0
      ? Number((head.parameters / 1e9).toPrecision(3))
      : (guessTagsOfName(head.sizeLabel ?? '').size ?? byName.size);
  const family = knownFamily(`${id} ${head.name ?? ''}`) ?? head.architecture ?? 'unknown';
  return { family, size, training };
}

/** Whether the file holds a model that embeds and does not generate. */
export function isEmbedding(head: GgufHead): boolean {
  return head.pooling || /bert|t5encoder/i.test(head.architecture ?? '');
}

/** Chat for a model with a chat template, unless it calls itself a base model; else completion. */
export function formOf(tags: Tags, head: GgufHead): Form {
  return head.chatTemplate && tags.training !== 'base' ? 'chat' : 'completion';
}
