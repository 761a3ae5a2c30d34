/** Names of keys, as the keymap and the help write them. */
import type { Key } from 'ink';

/** "↑", "Enter", "Ctrl+D", "Shift+Tab", "Space", or the character itself; '' for what has no name. */
function keyName(input: string, key: Key): string {
  if (key.eventType === 'release') return '';
  if (key.upArrow) return '↑';
  if (key.downArrow) return '↓';
  if (key.leftArrow) return '←';
  if (key.rightArrow) return '→';
  if (key.pageUp) return 'PageUp';
  if (key.pageDown) return 'PageDown';
  if (key.home) return 'Home';
  if (key.end) return 'End';
  if (key.return) return 'Enter';
  if (key.escape) return 'Esc';
  if (key.tab) return key.shift ? 'Shift+Tab' : 'Tab';
  if (key.backspace) return 'Backspace';
  if (key.delete) return 'Delete';
  if (key.ctrl) return input ? `Ctrl+${input.toUpperCase()}` : '';
  if (key.meta) return '';
  return input === ' ' ? 'Space' : input;
}

/** Keys that were typed so fast that they came as one piece of text, apart. */
export function keysOf(input: string, key: Key): string[] {
  const name = keyName(input, key);
  const special = name !== input || name.length <= 1;
  return special ? (name ? [name] : []) : [...input].map((one) => (one === ' ' ? 'Space' : one));
}
