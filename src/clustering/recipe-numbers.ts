/** The recipes for meaning by number; `recipes.ts` computes by them. */
export const recipes = [1, 2] as const;
export type Recipe = (typeof recipes)[number];

/** The recipe of new studies. */
export const newestRecipe: Recipe = 2;
