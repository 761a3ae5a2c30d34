/** The recipes for meaning by number; `recipes.ts` computes by them. */
export const recipes = [1, 2, 3] as const;
export type Recipe = (typeof recipes)[number];

/**
 * The recipe of new studies. A model that embeds gets the third, which gives it 27 % fewer tokens; the built-in
 * embedding (`use-lite`, or an `auto` that is not chosen yet) the second, by which its clusters are a little better.
 */
export function newestRecipe(embedding: string): Recipe {
  return embedding === 'use-lite' || embedding === 'auto' ? 2 : 3;
}
