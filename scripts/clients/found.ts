/** What is checked of a client, and what came of it. */

export type Served = { url: string; token: string; id: string; embedder: string };

/** `error` where the check failed. */
export type Found = { what: string; detail: string; error?: string };

/** Runs checks one after the other; each gives what it saw, or throws. */
export async function findings(
  checks: Readonly<Record<string, () => Promise<string>>>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const [what, check] of Object.entries(checks)) {
    try {
      found.push({ what, detail: await check() });
    } catch (error) {
      found.push({ what, detail: '', error: String(error).replace(/\s+/g, ' ').slice(0, 300) });
    }
  }
  return found;
}
