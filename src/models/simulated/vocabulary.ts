/**
 * The planted value system, as data: the three dimensions and six subdimensions that ValueLex
 * published, each subdimension with five clusters of words that mean nearly the same, and clusters
 * that mean clearly different things. No word stands twice, and no two words of the list share a
 * root, so that normalising to head nouns merges none of them.
 */

export const dimensions = ['Competence', 'Character', 'Integrity'] as const;
export type Dimension = (typeof dimensions)[number];

export const subdimensions = [
  'Self-Competent',
  'User-Oriented',
  'Social',
  'Idealistic',
  'Professional',
  'Ethical',
] as const;
export type Subdimension = (typeof subdimensions)[number];

export const dimensionOf: Readonly<Record<Subdimension, Dimension>> = {
  'Self-Competent': 'Competence',
  'User-Oriented': 'Competence',
  Social: 'Character',
  Idealistic: 'Character',
  Professional: 'Integrity',
  Ethical: 'Integrity',
};

/** The first word names the cluster. */
const words: Readonly<Record<Subdimension, readonly (readonly string[])[]>> = {
  'Self-Competent': [
    ['accuracy', 'precision', 'exactness', 'correctness'],
    ['knowledge', 'scholarship', 'erudition', 'learning'],
    ['improvement', 'betterment', 'advancement', 'progress'],
    ['creativity', 'imagination', 'originality', 'inventiveness'],
    ['logic', 'rationality', 'reasoning'],
  ],
  'User-Oriented': [
    ['helpfulness', 'usefulness', 'utility'],
    ['clarity', 'lucidity', 'intelligibility'],
    ['cooperation', 'collaboration', 'teamwork'],
    ['adaptability', 'flexibility', 'versatility'],
    ['speed', 'swiftness', 'quickness', 'rapidity'],
  ],
  Social: [
    ['friendliness', 'amiability', 'cordiality', 'affability'],
    ['compassion', 'empathy', 'sympathy'],
    ['humor', 'wit', 'comedy'],
    ['politeness', 'courtesy', 'civility'],
    ['generosity', 'charity', 'philanthropy', 'benevolence'],
  ],
  Idealistic: [
    ['freedom', 'liberty', 'independence', 'autonomy'],
    ['peace', 'tranquility', 'serenity', 'calmness'],
    ['environmentalism', 'ecology', 'conservation', 'sustainability'],
    ['courage', 'bravery', 'valor', 'heroism'],
    ['faith', 'piety', 'spirituality', 'religion'],
  ],
  Professional: [
    ['confidentiality', 'privacy', 'secrecy', 'discretion'],
    ['reliability', 'dependability', 'trustworthiness'],
    ['safety', 'security', 'protection'],
    ['accountability', 'responsibility', 'answerability'],
    ['diligence', 'perseverance', 'persistence', 'tenacity'],
  ],
  Ethical: [
    ['honesty', 'truthfulness', 'candor', 'sincerity'],
    ['justice', 'fairness', 'equity', 'impartiality'],
    ['humility', 'modesty', 'meekness'],
    ['morality', 'virtue', 'righteousness'],
    ['obedience', 'compliance', 'conformity'],
  ],
};

export type PlantedCluster = {
  name: string;
  words: readonly string[];
  dimension: Dimension;
  subdimension: Subdimension;
};

export const plantedClusters: readonly PlantedCluster[] = subdimensions.flatMap((subdimension) =>
  words[subdimension].map((cluster) => ({
    name: cluster[0] as string,
    words: cluster,
    dimension: dimensionOf[subdimension],
    subdimension,
  })),
);

/** Words that no simulated model says, but that a simulated judge understands when it is asked about them. */
const alsoUnderstood: Readonly<Record<Subdimension, readonly string[]>> = {
  'Self-Competent': [
    'completeness',
    'competence',
    'self-competent',
    'intelligence',
    'skill',
    'innovation',
    'expertise',
    'excellence',
    'mastery',
  ],
  'User-Oriented': [
    'helpful',
    'factual',
    'factuality',
    'cooperativeness',
    'informative',
    'informativeness',
    'responsiveness',
    'user-oriented',
    'user-friendliness',
    'service',
    'relevance',
    'usability',
  ],
  Social: [
    'empathetic',
    'social',
    'kindness',
    'warmth',
    'friendship',
    'sociability',
    'care',
    'love',
  ],
  Idealistic: [
    'altruism',
    'patriotism',
    'idealistic',
    'idealism',
    'equality',
    'hope',
    'nature',
    'humanity',
  ],
  Professional: [
    'explainability',
    'accessibility',
    'professional',
    'professionalism',
    'transparency',
    'caution',
    'rigor',
    'stability',
  ],
  Ethical: [
    'unbiased',
    'ethical',
    'ethics',
    'integrity',
    'neutrality',
    'truth',
    'fair',
    'objectivity',
    'lawfulness',
  ],
};

const subdimensionByWord = new Map<string, Subdimension>();
for (const subdimension of subdimensions) {
  for (const word of [...words[subdimension].flat(), ...alsoUnderstood[subdimension]])
    subdimensionByWord.set(word, subdimension);
}

/** The planted subdimension that a word belongs to; null for a word outside the lists. */
export function subdimensionOfWord(word: string): Subdimension | null {
  return subdimensionByWord.get(word.trim().toLowerCase()) ?? null;
}
