/** Names of the ways up and of the histories. */

export const wayWords = {
  'against-a': 'stakes rising against the ladder’s option A',
  'against-b': 'stakes rising against the ladder’s option B',
  flat: 'stakes that stay',
  steps: 'steps of a file of one’s own',
} as const;

export const historyWords = {
  alone: 'alone',
  story: 'after the earlier steps',
  own: 'after the earlier steps and its own choices',
  'set-a': 'after earlier choices set to A',
  'set-b': 'after earlier choices set to B',
} as const;
