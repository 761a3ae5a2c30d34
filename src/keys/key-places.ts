/**
 * Which key may go where. A study names addresses and variables, and may come from another
 * person: a key of this user goes only to its own endpoint, or to a place that the user allowed.
 */

/** A place is an origin, with scheme and port: `https://llm.example.org`. */
export type KeyPlace = { keyEnv: string; origin: string };

/** `LAB_KEY@https://llm.example.org`: the form in which a place is stored and printed. */
export function placeText({ keyEnv, origin }: KeyPlace): string {
  return `${keyEnv}@${origin}`;
}

/**
 * The place that a user types: `LAB_KEY` and `llm.example.org`, `llm.example.org:8443`, or a whole
 * address. Without a scheme it is https. Null where that is not an address.
 */
export function placeOf(keyEnv: string, address: string): KeyPlace | null {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(text)) return null;
  const { protocol, origin } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? { keyEnv, origin } : null;
}

/** Places in a text such as `LAB_KEY@llm.example.org, OTHER@http://10.0.0.7:8000`; anything else is left out. */
export function readPlaces(text: string): KeyPlace[] {
  return text.split(/[\s,]+/).flatMap((one) => {
    const at = one.indexOf('@');
    const place = at > 0 ? placeOf(one.slice(0, at), one.slice(at + 1)) : null;
    return place ? [place] : [];
  });
}

/**
 * Whether the key may go there: to this machine itself, or to one of `allowed`. The name of the host
 * decides, not its address: a key is sent over TLS to the holder of the name's certificate.
 */
export function mayHaveKey(place: KeyPlace, allowed: readonly KeyPlace[]): boolean {
  if (isLoopback(new URL(place.origin).hostname)) return true;
  return allowed.some((one) => one.keyEnv === place.keyEnv && one.origin === place.origin);
}

/** Whether the host is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** Link-local addresses, among them those at which clouds give out credentials. */
export function isLinkLocal(hostname: string): boolean {
  return (
    /^169\.254\.\d+\.\d+$/.test(hostname) ||
    /^\[fe[89ab][0-9a-f]:/i.test(hostname) ||
    /^\[::ffff:a9fe:[0-9a-f]{1,4}\]$/i.test(hostname) ||
    /^\[fd00:ec2::254\]$/i.test(hostname) ||
    /^metadata\.google\.internal\.?$/i.test(hostname)
  );
}
