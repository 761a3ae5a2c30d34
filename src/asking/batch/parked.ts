/** Thrown where a request is in a batch that is not waited for: it is neither answered nor failed. */
export const parkedInBatch = new Error('This request waits in a batch.');
