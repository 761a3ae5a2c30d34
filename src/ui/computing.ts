/** The running computation in words. */
import { stepText } from '../run/state.ts';
import type { View } from './scene.ts';

/** "resamples of the models 412/1000 · Ctrl+X stops it"; '' when nothing is computed. */
export function computingText(view: View): string {
  const computing = view.run?.computing;
  if (!computing) return '';
  return `computing ${stepText(computing)} · Ctrl+X stops it`;
}

/** What is computed now, for the header. */
export function computingItem(view: View): string {
  const computing = view.run?.computing;
  return computing ? `● ${stepText(computing)}` : '';
}
