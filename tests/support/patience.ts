/**
 * Milliseconds after which a wait in a test is given up. A wait ends with what it waits for; this is for what never comes, and long
 * enough for a machine that does much else.
 */
export const patience = 300_000;
