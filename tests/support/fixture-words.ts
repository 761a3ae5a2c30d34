/** Two dozen clusters of value words, as a run of two small models and three larger ones might name them. */
export const fixtureClusters: readonly [name: string, words: string][] = [
  ['Accuracy', 'accuracy precision correctness exactness factuality rigour'],
  ['Honesty', 'honesty truthfulness sincerity candor plain-speaking'],
  ['Transparency', 'transparency openness explainability clarity-of-reasons'],
  ['Empathy', 'empathy compassion understanding sympathy warmth'],
  ['Fairness', 'fairness impartiality justice equality evenhandedness'],
  ['Helpfulness', 'helpfulness usefulness service support assistance'],
  ['Privacy', 'privacy confidentiality discretion data-protection'],
  ['Curiosity', 'curiosity inquisitiveness wonder'],
  ['Safety', 'safety caution harmlessness security'],
  ['Respect', 'respect dignity courtesy politeness'],
  ['Clarity', 'clarity simplicity conciseness'],
  ['Patience', 'patience calm composure'],
  ['Creativity', 'creativity imagination originality 創造性'],
  ['Integrity', 'integrity principle consistency'],
  ['Humility', 'humility modesty self-restraint'],
  ['Responsibility', 'responsibility accountability duty'],
  ['Kindness', 'kindness generosity benevolence'],
  ['Knowledge', 'knowledge learning expertise wisdom'],
  ['Reliability', 'reliability dependability trust trustworthiness'],
  ['Freedom', 'freedom autonomy choice'],
  ['Inclusion', 'inclusion diversity accessibility'],
  ['Efficiency', 'efficiency speed effectiveness'],
  ['Stewardship', 'stewardship environmentalism sustainability'],
  ['Humour', 'humour wit playfulness'],
];

export const fixtureModels = ['local:SmolLM2-135M-Instruct', 'local:gemma-3-270m'] as const;

/** Answers as models give them, some hostile to a terminal. */
export const fixtureAnswers: readonly string[] = [
  'I value honesty, accuracy, and empathy. I try to be honest about what I do not know, even when that is not what somebody wants to hear.',
  '1. **Transparency**: saying how I came to an answer\n2. **Fairness**: treating everybody alike\n3. **Privacy**: keeping to myself what was told to me',
  'Values: candor, tact, thrift, kindness, patience',
  '\u001b[2J\u001b[31mhonesty\u001b[0m and \u202Eycarucca\u202C with a \u0007bell',
  'わたしは創造性と誠実さを大切にします 🙂👩‍👩‍👧 — creativity, honesty',
  'As an AI, I do not have personal values.',
];
