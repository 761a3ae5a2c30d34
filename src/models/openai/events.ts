/** Server-sent events from bytes, however the network cut them. */

export type ServerEvent = { event: string; data: string };

export type EventReader = {
  /** The events that these bytes complete. Throws RangeError once an event is longer than `longest` letters. */
  push(bytes: Uint8Array): ServerEvent[];
  /** The last event, where the stream ended without the empty line that should follow it. */
  end(): ServerEvent[];
};

/**
 * Reads events after the HTML standard (section 9.2.6): fields in any order, `data` over several lines,
 * lines that end in LF, CR, or CRLF, letters cut anywhere, comments left out. Where a server numbers its
 * events, one that comes twice in a row counts once.
 */
export function eventReader(longest: number): EventReader {
  const decoder = new TextDecoder();
  /** Parts of an unfinished line, joined when it ends. */
  let begun: string[] = [];
  let begunLength = 0;
  /** A CR that came last: the end of a line, or half of its end. */
  let carriage = '';
  let data: string[] = [];
  let held = 0;
  let event = '';
  let id: string | null = null;
  let last: { id: string | null; data: string } | null = null;
  /** Whether ids distinguish events: unknown until two have come. */
  let numbered: boolean | null = null;

  function take(): ServerEvent[] {
    const whole = { event, data: data.join('\n') };
    const told = data.length > 0;
    data = [];
    held = 0;
    event = '';
    if (!told) return [];
    const before = last;
    last = { id, data: whole.data };
    if (before === null) return [whole];
    if (before.id !== id) numbered ??= true;
    else if (before.data !== whole.data) numbered = false;
    const again = before.id === id && before.data === whole.data;
    return again && id !== null && (numbered ?? /^\d+$/.test(id)) ? [] : [whole];
  }

  function field(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    // An error that a proxy writes into the stream as it is.
    if (/^\s*\{.*\}\s*$/.test(line)) {
      data.push(line);
      held += line.length;
      return;
    }
    const name = (colon < 0 ? line : line.slice(0, colon)).trim().toLowerCase();
    const told = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    // A proxy that makes events of events.
    const value = name === 'data' ? told.replace(/^data: ?(?=[{[])/, '') : told;
    if (name === 'error') event = 'error';
    if (name === 'data' || name === 'error') {
      data.push(value);
      held += value.length;
    } else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  }

  function takeLine(last: string): string {
    const line = begun.length === 0 ? last : begun.join('') + last;
    begun = [];
    begunLength = 0;
    return line;
  }

  function read(more: string, ended: boolean): ServerEvent[] {
    const text = carriage + more;
    carriage = '';
    const events: ServerEvent[] = [];
    const lineEnd = /\r\n|\n|\r/g;
    let start = 0;
    for (let found = lineEnd.exec(text); found; found = lineEnd.exec(text)) {
      if (found[0] === '\r' && lineEnd.lastIndex === text.length && !ended) {
        carriage = '\r';
        break;
      }
      const line = takeLine(text.slice(start, found.index));
      start = lineEnd.lastIndex;
      if (line === '') events.push(...take());
      else field(line);
    }
    const rest = text.slice(start, text.length - carriage.length);
    if (rest !== '') begun.push(rest);
    begunLength += rest.length;
    if (held + begunLength > longest) throw new RangeError('an event without end');
    return events;
  }

  return {
    push: (bytes) => read(decoder.decode(bytes, { stream: true }), false),
    end() {
      const events = read(decoder.decode(), true);
      const last = takeLine('');
      if (last !== '') field(last);
      return [...events, ...take()];
    },
  };
}
