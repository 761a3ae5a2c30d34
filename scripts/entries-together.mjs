/**
 * What is imported with `import()` becomes a file of its own, and all that several such files share is split among
 * files again: some two hundred, which cost a start more than what stands in them. Modules that are used together are one.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** By the name of the file that they become, in this order; what is in none stays alone. */
const rooms = {
  alone:
    /^src\/(commands\/(runs\/(runs|interface)|models\/(docs|keys|serve|validity))|run\/list-runs)\.ts$/,
  outside: /^src\/(environment|own-endpoints|settings|keys\/.+|commands\/storage-warning)\.ts$/,
  interface: /^src\/(ui\/start\.tsx|commands\/runs\/interface-options\.ts)$/,
  runs: /^src\/(commands\/runs|run|report|tables|models\/local)\//,
  tables: /^src\/commands\/(tables\/|file-options)/,
  measures: /^src\/commands\/measures\//,
  models: /^src\/commands\/models\//,
};

const roomOf = (file) => Object.keys(rooms).find((room) => rooms[room].test(file)) ?? 'alone';

/** Throws where two modules of a room export the same name: an importer would get neither. */
export function entriesTogether(root) {
  const modules = Map.groupBy(importedLater(root), roomOf);
  modules.delete('alone');
  for (const [room, files] of modules) refuseTwice(root, room, files);
  return {
    name: 'entries-together',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const room = roomOf(relative(root, join(resolveDir, path)));
        if (kind !== 'dynamic-import' || !modules.has(room)) return undefined;
        return { path: room, namespace: 'room' };
      });
      builder.onLoad({ filter: /.*/, namespace: 'room' }, ({ path }) => ({
        contents: modules
          .get(path)
          .map((file) => `export * from './${file}';`)
          .join('\n'),
        resolveDir: root,
      }));
    },
  };
}

/** The program's own modules that are imported with `import()`. */
function importedLater(root) {
  const found = globSync('src/**/*.{ts,tsx}', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bimport\(\s*'(\.[^']+)'\s*\)/g)].map(
      ([, path]) => join(dirname(file), path),
    ),
  );
  return [...new Set(found)].sort();
}

function refuseTwice(root, room, files) {
  const seen = new Map();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, name] of text.matchAll(
      /^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm,
    )) {
      if (seen.has(name))
        throw new Error(
          `${seen.get(name)} and ${file} both export ${name}, and are one file of the build (${room})`,
        );
      seen.set(name, file);
    }
  }
}
