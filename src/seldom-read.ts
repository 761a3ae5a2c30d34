/**
 * For `parse` where a schema reads little in one process: otherwise zod writes a function for each object, and
 * compiling these takes longer than reading.
 */
export const seldomRead = { jitless: true } as const;
