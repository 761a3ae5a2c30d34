/** Names of keys, as the keymap and the help write them. */
import type { Key } from 'ink';

/** "↑", "Enter", "Ctrl+D", "Shift+Tab", "Space", or the character itself; '' for a key without a name. */
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

/** The single keys of one read. */
export function keysOf(input: string, key: Key): string[] {
  const name = keyName(input, key);
  const special = name !== input || name.length <= 1;
  return special ? (name ? [name] : []) : [...input].map(characterKey);
}

/** Ink names a control character only if it comes alone. */
function characterKey(character: string): string {
  if (character === ' ') return 'Space';
  if (character === '\r') return 'Enter';
  if (character === '\t') return 'Tab';
  return character < ' ' ? `Ctrl+${String.fromCharCode(character.charCodeAt(0) + 64)}` : character;
}
