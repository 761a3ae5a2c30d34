/** Its key in a study, and what the identities of its lines begin with. */
export const instrumentId = 'reading';
