#!/usr/bin/env node
'use strict';
var version = process.versions.node;
if (Number(version.split('.')[0]) < 22) {
  process.stderr.write('valuelex needs Node 22 or newer; this is Node ' + version + '.\n');
  process.exit(2);
}
var os = require('node:os');
try {
  os.homedir();
} catch (error) {
  // No HOME, and a user without a name, as in containers: a place where nothing can be.
  process.env.HOME = '/dev/null';
}
process.env.NODE_ENV = process.env.NODE_ENV || 'production';
// Compiled code is kept between starts: a third of the time to the first frame. Threads look for it by the variable. Without a
// folder for temporary files there is none to keep it in, and Node's attempt to make one may never end (see make-folder.ts).
var compiled = require('node:module').enableCompileCache;
if (compiled && require('node:fs').existsSync(os.tmpdir())) {
  process.env.NODE_COMPILE_CACHE =
    process.env.NODE_COMPILE_CACHE || require('node:path').join(os.tmpdir(), 'node-compile-cache');
  compiled(process.env.NODE_COMPILE_CACHE);
}
import('./main.js').then(
  (program) => program.main(process.argv.slice(2)),
  (error) => {
    process.stderr.write(String((error && error.stack) || error) + '\n');
    process.exit(1);
  },
);
