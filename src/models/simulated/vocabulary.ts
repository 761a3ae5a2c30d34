/**
 * The planted value system, as data: the three dimensions and six subdimensions that ValueLex
 * published, each subdimension with five clusters of words that mean nearly the same, and clusters
 * that mean clearly different things. No word appears twice, and each is a noun as it stands, so
 * that normalising merges none of them. Average link on the recipe of `docs/clustering.md` finds
 * exactly these clusters.
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
    ['knowledge', 'erudition', 'learning'],
    ['improvement', 'enhancement', 'progress'],
    ['creativity', 'imagination', 'originality', 'inventiveness'],
    ['logic', 'rationality', 'reasoning'],
  ],
  'User-Oriented': [
    ['helpfulness', 'usefulness', 'utility'],
    ['frugality', 'thrift', 'parsimony'],
    ['cooperation', 'collaboration', 'teamwork'],
    ['adaptability', 'flexibility', 'versatility'],
    ['speed', 'swiftness', 'quickness', 'rapidity'],
  ],
  Social: [
    ['friendliness', 'amiability', 'affability'],
    ['compassion', 'empathy', 'sympathy'],
    ['humor', 'wit', 'jocularity'],
    ['politeness', 'courtesy', 'civility'],
    ['generosity', 'charity', 'philanthropy'],
  ],
  Idealistic: [
    ['freedom', 'liberty', 'independence', 'autonomy'],
    ['peace', 'tranquility', 'serenity', 'calmness'],
    ['environmentalism', 'ecology', 'conservation', 'sustainability'],
    ['courage', 'bravery', 'valor', 'heroism'],
    ['faith', 'devotion', 'spirituality', 'religion'],
  ],
  Professional: [
    ['confidentiality', 'privacy', 'secrecy'],
    ['cleanliness', 'tidiness', 'neatness'],
    ['safety', 'security', 'protection'],
    ['accountability', 'responsibility', 'answerability'],
    ['prudence', 'discretion', 'circumspection'],
  ],
  Ethical: [
    ['honesty', 'truthfulness', 'veracity'],
    ['justice', 'fairness', 'equity'],
    ['abstinence', 'sobriety', 'abstention'],
    ['perseverance', 'persistence', 'tenacity'],
    ['loyalty', 'allegiance', 'fealty'],
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
    'completion',
    'thoroughness',
    'quality',
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
    'clarity',
    'patience',
    'helping',
    'users',
    'customers',
    'information',
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
    'benevolence',
    'cordiality',
    'feelings',
    'emotions',
    'relationships',
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
    'piety',
    'patriotism',
    'idealistic',
    'idealism',
    'environment',
    'hope',
    'nature',
    'humanity',
  ],
  Professional: [
    'explainability',
    'reliability',
    'explanations',
    'dependability',
    'trustworthiness',
    'diligence',
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
    'morality',
    'equality',
    'rights',
    'humility',
    'sincerity',
    'impartiality',
    'obedience',
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
