/** A line of text with a cursor, and the effect of each key on it. Pure. */

/** `cursor` counts characters (code points) before it. */
export type TextField = { value: string; cursor: number };

export function textField(value = ''): TextField {
  return { value, cursor: [...value].length };
}

/** The field with text inserted at its cursor. */
export function insertText(field: TextField, text: string): TextField {
  const characters = [...field.value];
  const before = [...characters.slice(0, field.cursor), ...text];
  return {
    value: [...before, ...characters.slice(field.cursor)].join(''),
    cursor: before.length,
  };
}

/** The field after a key, given by its name (`keyName`); unchanged for a key without effect. */
export function editField(field: TextField, key: string): TextField {
  const characters = [...field.value];
  const at = Math.min(field.cursor, characters.length);
  const before = characters.slice(0, at);
  const after = characters.slice(at);
  const build = (left: string[], right: string[]): TextField => ({
    value: [...left, ...right].join(''),
    cursor: left.length,
  });
  switch (key) {
    case '←':
    case 'Ctrl+B':
      return { ...field, cursor: Math.max(0, at - 1) };
    case '→':
    case 'Ctrl+F':
      return { ...field, cursor: Math.min(characters.length, at + 1) };
    case 'Home':
    case 'Ctrl+A':
      return { ...field, cursor: 0 };
    case 'End':
    case 'Ctrl+E':
      return { ...field, cursor: characters.length };
    case 'Backspace':
    case 'Ctrl+H':
      return build(before.slice(0, -1), after);
    case 'Delete':
    case 'Ctrl+D':
      return build(before, after.slice(1));
    case 'Ctrl+U':
      return build([], after);
    case 'Ctrl+K':
      return build(before, []);
    case 'Ctrl+W': {
      const kept = before.join('').replace(/\s*\S+\s*$/, '');
      return build([...kept], after);
    }
    case 'Space':
      return insertText(field, ' ');
    default:
      if (named.has(key) || key.startsWith('Ctrl+') || key < ' ' || key === '\u007f') return field;
      return insertText(field, key);
  }
}

const named = new Set(['', '↑', '↓', 'Enter', 'Esc', 'Tab', 'Shift+Tab', 'PageUp', 'PageDown']);
