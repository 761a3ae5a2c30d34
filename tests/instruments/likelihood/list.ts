import { likelier } from './likelier.ts';

export const instruments = [likelier];
