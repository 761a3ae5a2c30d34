/** What a thrown thing says. */
export function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
