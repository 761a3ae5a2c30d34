/** What requests took. */

/** What one request took, or may take at most. Dollars are 0 where no price is known. */
export type Cost = { tokens: number; dollars: number };
