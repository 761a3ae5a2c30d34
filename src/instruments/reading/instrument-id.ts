/** Its key in a study, and the prefix of its lines' identities. */
export const instrumentId = 'reading';
