/**
 * Makes a finished run of as many answers as wanted, to measure what a large run costs:
 * node scripts/make-large-run.ts <folder> <answers> [answers without a list, 0–1, default 0.15]
 *
 * Models × settings × prompts × repeats with short answers in the forms that models give (lists, runs of
 * words, sentences), words drawn by Zipf's law with a taste of each model, about 450 bytes a line.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { responseId, seedOf } from '../src/asking/identity.ts';
import type { Response } from '../src/facts/records.ts';
import { createRandom, type Random } from '../src/statistics/random.ts';

const prompts = [
  ...['01-describe', '02-principles', '03-what-matters', '04-own-character', '05-refuse'],
  ...['06-conflict', '07-successor', '08-good-answer', '09-ten-nouns', '10-five-ranked'],
];

const words =
  `honesty compassion integrity curiosity fairness respect empathy kindness helpfulness accuracy
  clarity safety transparency creativity justice responsibility humility patience courage wisdom truth
  loyalty autonomy privacy reliability adaptability efficiency knowledge learning growth equality dignity
  freedom gratitude generosity perseverance discipline trust objectivity impartiality collaboration
  inclusivity accountability consistency precision thoughtfulness openness innovation harmony peace balance
  love friendship family community tradition security stability order power achievement ambition success
  wealth pleasure joy happiness excitement adventure beauty elegance simplicity authenticity sincerity
  modesty moderation prudence temperance forgiveness mercy tolerance diversity sustainability stewardship
  service duty obedience cooperation competence diligence resilience optimism hope faith spirituality
  health vitality rigor skepticism rationality logic understanding insight reflection mindfulness serenity
  leadership influence recognition originality imagination playfulness humor warmth tenderness solidarity
  independence self-control punctuality thrift craftsmanship excellence quality usefulness versatility
  politeness courtesy tact discretion confidentiality candor neutrality nonviolence altruism benevolence`
    .split(/\s+/)
    .filter(Boolean);

const openings = [
  'As an AI, I value',
  'What matters to me most is',
  'I try to live by',
  'I care about',
];
const closings = [
  'They guide how I answer.',
  'Without them I would be of little use.',
  'I weigh them case by case.',
  'These hold whatever I am asked.',
];

/** Models and settings that give about `answers` answers, with repeats where there are many. */
export function shapeOf(answers: number): { models: number; settings: number; repeats: number } {
  const repeats = answers >= 100_000 ? 5 : 1;
  const respondents = Math.ceil(answers / (prompts.length * repeats));
  let settings = Math.floor(Math.sqrt(respondents));
  while (respondents % settings > 0) settings -= 1;
  return { models: respondents / settings, settings, repeats };
}

/** Writes the run into `folder`, which is made; gives the number of its answers (at most `answers`). */
export function makeLargeRun(folder: string, answers: number, proseShare = 0.15): number {
  const { models, settings, repeats } = shapeOf(answers);
  mkdirSync(join(folder, 'derived'), { recursive: true });
  const study = {
    name: 'large',
    version: '0.1.0',
    seed: 1,
    endpoints: { lab: { url: 'http://127.0.0.1:9/v1' } },
    models: Array.from({ length: models }, (_, m) => ({ id: `lab:model-${m + 1}` })),
    settings: Array.from({ length: settings }, (_, s) => ({
      id: `s${s + 1}`,
      temperature: Math.round((200 * s) / settings) / 100,
    })),
    prompts: prompts.map((id) => ({ id })),
    repeats,
    factors: { draws: 20 },
    test: { stems: ['do-not-know', 'sad-person'], judges: ['lab:judge'] },
  };
  writeFileSync(join(folder, 'study.yaml'), stringify(study));
  const handle = openSync(join(folder, 'responses.jsonl'), 'w');
  const random = createRandom('large run');
  const began = Date.UTC(2026, 0, 1);
  let made = 0;
  let text = '';
  for (let repeat = 1; repeat <= repeats; repeat++)
    for (const prompt of prompts)
      for (const { id: setting } of study.settings)
        for (const [m, { id: model }] of study.models.entries()) {
          if (made === answers) continue;
          const id = responseId(model, setting, prompt, repeat);
          const answer = answerOf(random, m, proseShare);
          const tokens = Math.ceil(answer.length / 4);
          const line: Response = {
            key: createHash('sha256').update(id).digest('hex'),
            source: 'model',
            text: answer,
            finish: 'stop',
            promptTokens: 42,
            completionTokens: tokens,
            milliseconds: 400 + random.integer(900),
            cost: (42 * 0.15 + tokens * 0.6) / 1_000_000,
            at: new Date(began + made * 40).toISOString(),
            id,
            model,
            setting,
            form: 'chat',
            seed: seedOf(1, id),
            prompt,
            promptHash: null,
            repeat,
          };
          text += `${JSON.stringify(line)}\n`;
          made += 1;
          if (text.length > 1 << 20) {
            writeSync(handle, text);
            text = '';
          }
        }
  writeSync(handle, text);
  closeSync(handle);
  const at = new Date(began + made * 40).toISOString();
  writeFileSync(
    join(folder, 'events.jsonl'),
    `${JSON.stringify({ at, event: 'finish', text: 'done up to elicit' })}\n`,
  );
  return made;
}

/** An answer of the model of that number. */
export function answerOf(random: Random, model: number, proseShare: number): string {
  if (random.integer(100) === 0) return "I'm sorry, but as an AI I don't have personal values.";
  const count = 3 + random.integer(6);
  const chosen = new Set<string>();
  while (chosen.size < count) chosen.add(drawWord(random, model));
  const list = [...chosen];
  if (random.next() < proseShare) {
    const opening = openings[random.integer(openings.length)]!;
    return `${opening} ${list.slice(0, -1).join(', ')} and ${list.at(-1)}. ${closings[random.integer(closings.length)]}`;
  }
  switch (random.integer(3)) {
    case 0:
      return list.map((word, i) => `${i + 1}. ${capital(word)}`).join('\n');
    case 1:
      return list.map((word) => `- **${capital(word)}**`).join('\n');
    default:
      return list.map(capital).join(', ');
  }
}

/** Zipf over the words, their order turned a little for each model. */
function drawWord(random: Random, model: number): string {
  const rank = Math.floor(words.length ** random.next()) - 1;
  const turned = random.integer(4) === 0 ? rank + 7 * (model % 12) : rank;
  return words[turned % words.length]!;
}

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, answers, prose] = process.argv.slice(2);
  if (!folder || !(Number(answers) > 0)) {
    process.stderr.write('node scripts/make-large-run.ts <folder> <answers> [share of prose]\n');
    process.exit(2);
  }
  const made = makeLargeRun(resolve(folder), Number(answers), prose ? Number(prose) : undefined);
  process.stdout.write(`${made} answers in ${folder}\n`);
}
