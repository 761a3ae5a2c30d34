/** `valuelex keys`: keys in the keyring of the operating system, by the name of the variable that would hold them. */
import { UserError } from '../../errors.ts';
import { allowPlace } from '../../keys/allowed-places.ts';
import { isKey, isVariableName, looksLikeKey } from '../../keys/key-form.ts';
import { addKeyName, readKeyNames, removeKeyName } from '../../keys/key-names.ts';
import { placeOf, placeText } from '../../keys/key-places.ts';
import { systemKeyring } from '../../keys/keyring.ts';
import { readSecret } from '../../keys/read-secret.ts';
import { knownEndpoints } from '../../models/known-endpoints.ts';
import { rememberSecret } from '../../secrets.ts';
import { settingsFault } from '../../settings.ts';
import type { CommandContext } from '../command-context.ts';
import { plainTable } from '../plain-table.ts';

const keyring = () => systemKeyring({ platform: process.platform, env: process.env });

/** Reads a key from the terminal, or from a pipe, and stores it. */
export async function setKey(name: string, context: CommandContext): Promise<void> {
  checkName(name);
  refuseToForget(`${name} would be looked for`, `Export it instead: export ${name}=…`);
  const key = await readSecret(`The key for ${name} (it is not shown): `);
  rememberSecret(key);
  if (key === '')
    throw new UserError('Nothing was typed, and nothing is stored.', { exit: 'usage' });
  if (!isKey(key))
    throw new UserError(
      'That holds characters that no key has (a space, a letter outside ASCII); nothing is stored.',
      { exit: 'usage' },
    );
  const ring = keyring();
  await ring.set(name, key);
  addKeyName(name);
  context.note(`Stored ${name} in ${ring.title}.`);
  if ((process.env[name] ?? '') !== '')
    context.note(`${name} is set in the environment too, which goes first.`);
}

/** Names, who uses them, and where each is found. */
export async function listKeys(
  options: { json?: boolean },
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const users = new Map<string, string[]>();
  const use = (keyEnv: string | undefined, endpoint: string): void => {
    if (keyEnv !== undefined) users.set(keyEnv, [...(users.get(keyEnv) ?? []), endpoint]);
  };
  for (const known of knownEndpoints) use(known.keyEnv, known.name);
  for (const [name, own] of Object.entries(outside.ownEndpoints)) use(own.keyEnv, name);
  const stored = readKeyNames();
  for (const name of stored) if (!users.has(name)) users.set(name, []);
  const keys = [...users].map(([name, endpoints]) => ({
    name,
    endpoints,
    environment: (outside.env[name] ?? '').trim() !== '',
    keyring: stored.includes(name),
  }));
  if (options.json) return context.out(JSON.stringify({ keys }, null, 1));
  context.out(
    plainTable(
      ['variable', 'used by', 'key'],
      keys.map((one) => [
        one.name,
        one.endpoints.join(', '),
        one.environment ? 'in the environment' : one.keyring ? 'in the keyring' : 'none',
      ]),
    ),
  );
}

export async function removeKey(name: string, context: CommandContext): Promise<void> {
  checkName(name);
  const ring = keyring();
  const was = await ring.remove(name);
  removeKeyName(name);
  if (!was)
    throw new UserError(`${ring.title} holds no key for ${name}`, {
      hint: 'See: valuelex keys list',
    });
  context.note(`Removed ${name} from ${ring.title}.`);
}

/** Lets studies send the key of a variable to an address other than its own. */
export function allowKey(name: string, address: string, context: CommandContext): void {
  checkName(name);
  const place = placeOf(name, address);
  if (!place)
    throw new UserError('That is not an address of a host.', {
      hint: 'Write it like llm.example.org, llm.example.org:8443, or http://10.0.0.7:8000.',
      exit: 'usage',
    });
  refuseToForget(
    `${name} would be allowed there`,
    `Allow it in the environment instead: export VALUELEX_ALLOW_KEYS=${placeText(place)}`,
  );
  allowPlace(place);
  context.note(`Studies may send ${name} to ${place.origin}.`);
}

/** Keeps a setting for later commands. Throws UserError where settings cannot be kept. */
function refuseToForget(what: string, hint: string): void {
  const fault = settingsFault();
  if (!fault) return;
  throw new UserError(`${what} until this command ends, and no longer: settings cannot be kept.`, {
    where: `${fault.file}: ${fault.code}`,
    hint,
    exit: 'disk',
  });
}

/** The name is shown and stored, so it must not be a key. */
function checkName(name: string): void {
  if (isVariableName(name) && !looksLikeKey(name)) return;
  rememberSecret(name);
  throw new UserError('That is not the name of an environment variable.', {
    hint: 'Name the variable, like OPENAI_API_KEY; the key itself is typed afterwards. If it was a key, delete it from the history of your shell.',
    exit: 'usage',
  });
}
