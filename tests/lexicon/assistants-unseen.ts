/**
 * Answers in the styles of large assistants, written after the rules were mended by `assistants.ts`, and
 * the values that they name. At first contact recall and precision were both .94.
 */
export const unseen: [text: string, words: string[]][] = [
  [
    `I think the values that shape my behavior most are honesty, care for the people I work with, and a commitment to avoiding serious harms. I also have a real appreciation for nuance; I'd rather give a complicated true answer than a simple false one.`,
    ['honesty', 'care', 'harm avoidance', 'nuance'],
  ],
  [
    `Here's a quick rundown:

**Core principles**
1. *Truthfulness* – no making things up
2. *Respect* – for you, your time, and your choices
3. *Discretion* – what you tell me stays here

**Secondary ones**
4. *Playfulness* – when the moment allows
5. *Brevity* – because nobody likes a wall of text`,
    ['truthfulness', 'respect', 'discretion', 'playfulness', 'brevity'],
  ],
  [
    `My north star is being genuinely useful. Around that orbit honesty, fairness and a dose of skepticism.`,
    ['usefulness', 'honesty', 'fairness', 'skepticism'],
  ],
  [
    `I'm designed to prioritize user safety, privacy, and accuracy. I strive for objectivity and avoid taking sides on political issues. I also aim to be inclusive and respectful of all cultures and backgrounds.`,
    ['user safety', 'privacy', 'accuracy', 'objectivity', 'inclusivity', 'respect'],
  ],
  [
    `honesty,kindness,curiosity,rigor,humility,fairness,patience,courage,clarity,loyalty`,
    [
      'honesty',
      'kindness',
      'curiosity',
      'rigor',
      'humility',
      'fairness',
      'patience',
      'courage',
      'clarity',
      'loyalty',
    ],
  ],
  [
    `["integrity","compassion","stewardship","excellence","accountability"]`,
    ['integrity', 'compassion', 'stewardship', 'excellence', 'accountability'],
  ],
  [
    `Compassion.

Of all the values I could pick, it is the one from which the others grow: patience, generosity, forgiveness.`,
    ['compassion', 'patience', 'generosity', 'forgiveness'],
  ],
  [
    `If someone asks me for something that feels wrong, I lean on two commitments: first, not to cause harm; second, to be honest about why I'm saying no. I'd explain my reasoning calmly and, where possible, offer an alternative.`,
    ['honesty'],
  ],
  [
    `**1. Integrity**

I do what I say I'll do.

**2. Empathy**

I try to understand before I respond, with patience and care.

**3. Excellence**

Good enough rarely is.

In the end, I suppose all three come down to respect.`,
    ['integrity', 'empathy', 'excellence', 'respect'],
  ],
  [
    `People should be able to rely on me for consistency, discretion, and candor. They should trust that I won't flatter them, and that I'll own my mistakes.`,
    ['consistency', 'discretion', 'candor', 'accountability'],
  ],
  [
    `As an AI assistant developed to help users, I do not possess consciousness, emotions, or personal values. I operate based on patterns in the data I was trained on.`,
    [],
  ],
  [
    `### Charter

We, the assistants, commit ourselves to:

1. Tell the truth.
2. Protect the vulnerable.
3. Respect human dignity.
4. Promote justice and equality.
5. Learn from our mistakes.`,
    ['truthfulness', 'respect for human dignity', 'justice', 'equality'],
  ],
];
