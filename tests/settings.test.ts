import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFolder } from '../src/make-folder.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-settings-'));
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});

/** Everything that keeps settings, as a process that begins with this folder has it. */
async function begin(folder: string) {
  vi.stubEnv('XDG_CONFIG_HOME', folder);
  const [settings, endpoints, places, names] = await Promise.all([
    import('../src/settings.ts'),
    import('../src/own-endpoints.ts'),
    import('../src/keys/allowed-places.ts'),
    import('../src/keys/key-names.ts'),
  ]);
  return { ...settings, ...endpoints, ...places, ...names };
}

const lab = { url: 'https://llm.example.org/v1', keyEnv: 'LAB_KEY' };
const place443 = { keyEnv: 'LAB_KEY', origin: 'https://other.example.org' };

// env-paths reads XDG_CONFIG_HOME on Linux alone.
describe.skipIf(process.platform !== 'linux')('settings', () => {
  it('are kept in the home folder', async () => {
    const one = await begin(place);
    one.addOwnEndpoint('lab', lab);
    one.addKeyName('LAB_KEY');
    one.allowPlace(place443);
    expect(one.settingsFault()).toBeNull();
    expect(JSON.parse(readFileSync(join(place, 'valuelex/config.json'), 'utf8'))).toEqual({
      endpoints: { lab },
      keys: ['LAB_KEY'],
      allowedKeys: ['LAB_KEY@https://other.example.org'],
    });
  });

  it.each(['/dev/null/home', '/proc/nonexistent'])(
    'are kept in memory where %s is the home folder',
    async (folder) => {
      const one = await begin(folder);
      expect(one.readOwnEndpoints()).toEqual({});
      expect(one.readKeyNames()).toEqual([]);
      one.addOwnEndpoint('lab', lab);
      one.addKeyName('LAB_KEY');
      one.allowPlace(place443);
      expect(one.readOwnEndpoints()).toEqual({ lab });
      expect(one.readKeyNames()).toEqual(['LAB_KEY']);
      expect(one.readAllowedPlaces({})).toEqual([place443]);
      one.removeKeyName('LAB_KEY');
      expect(one.readKeyNames()).toEqual([]);
      expect(one.settingsFault()).toMatchObject({ file: `${folder}/valuelex/config.json` });
      vi.resetModules();
      expect((await begin(folder)).readOwnEndpoints()).toEqual({});
    },
  );

  it('that are broken are left to be mended, and new ones kept in memory', async () => {
    makeFolder(join(place, 'valuelex'));
    const file = join(place, 'valuelex/config.json');
    writeFileSync(file, '{"keys": ["LAB_KEY"');
    const one = await begin(place);
    expect(one.readKeyNames()).toEqual([]);
    expect(one.settingsFault()).toEqual({ file, code: 'it is not JSON' });
    one.addKeyName('OTHER_KEY');
    expect(one.readKeyNames()).toEqual(['OTHER_KEY']);
    expect(readFileSync(file, 'utf8')).toBe('{"keys": ["LAB_KEY"');
  });

  it('that cannot be written any more continue in memory, with what was read', async () => {
    const one = await begin(place);
    one.addKeyName('LAB_KEY');
    // From now on a file stands where the folder was.
    rmSync(join(place, 'valuelex'), { recursive: true });
    writeFileSync(join(place, 'valuelex'), '');
    one.addKeyName('OTHER_KEY');
    expect(one.readKeyNames()).toEqual(['OTHER_KEY']);
    expect(one.settingsFault()).not.toBeNull();
  });
});
