/** What may be stored about an endpoint: an address without secrets, and a variable's name but not its value. */
import { UserError } from '../../errors.ts';
import { isVariableName, looksLikeKey } from '../../keys/key-form.ts';
import { rememberSecret } from '../../secrets.ts';

/** Whether an address holds more than an address: a user name, a password, or a part behind ? or #. */
export function holdsMore(url: URL): boolean {
  return url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '';
}

export const holdsMoreHint =
  'Write it as https://host/v1, and name the variable that holds the key with keyEnv.';

/** The address as a URL. Throws UserError, which does not repeat it, for an invalid address or one that may contain a secret. */
export function checkAddress(name: string, address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new UserError(`The address of "${name}" is not a URL.`, {
      hint: 'Write it like https://host/v1.',
    });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UserError(`The address of "${name}" is not http or https.`, {
      hint: 'Write it like https://host/v1.',
    });
  // It would appear in studies and messages, and no client sends it.
  if (holdsMore(url)) {
    for (const part of [url.username, url.password, ...url.searchParams.values()])
      rememberSecret(decodeURIComponent(part));
    throw new UserError(
      `The address of "${name}" holds more than an address: a user name, a password, or a part behind ? or #.`,
      { hint: holdsMoreHint },
    );
  }
  return url;
}

/** Paths of single requests that people copy with an address. */
const request = /\/(?:chat\/completions|completions|responses|embeddings|messages)$/;
/** The same words where they may be the base itself, as Azure's /models is: only behind a version. */
const afterVersion = /(\/v\d+\w*(?:\/openai)?)\/(?:models|chat)$/;

/** The address without a slash at its end and without the path of a request: …/v1/chat/completions → …/v1. */
export function baseAddress(address: string): string {
  const bare = address.trim().replace(/\/+$/, '');
  return bare.replace(request, '').replace(afterVersion, '$1').replace(/\/+$/, '');
}

/** Throws UserError, which does not repeat it, where the key itself was given instead of the variable's name. */
export function checkKeyEnv(name: string, keyEnv: string): void {
  if (isVariableName(keyEnv) && !looksLikeKey(keyEnv)) return;
  rememberSecret(keyEnv);
  throw new UserError(`The keyEnv of "${name}" is not the name of a variable.`, {
    hint: 'Name the environment variable that holds the key (LAB_API_KEY), never the key itself.',
  });
}
