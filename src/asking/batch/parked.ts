/** Thrown where a request waits in a batch that nobody stays for: it is neither answered nor failed. */
export const parkedInBatch = new Error('This request waits in a batch.');
