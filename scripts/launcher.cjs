#!/usr/bin/env node
'use strict';
var version = process.versions.node;
if (Number(version.split('.')[0]) < 22) {
  process.stderr.write('valuelex needs Node 22 or newer; this is Node ' + version + '.\n');
  process.exit(2);
}
process.env.NODE_ENV = process.env.NODE_ENV || 'production';
// Compiled code is kept between starts: a third of the time to the first frame.
var compiled = require('node:module').enableCompileCache;
if (compiled) compiled();
import('./main.js').then(
  (program) => program.main(process.argv.slice(2)),
  (error) => {
    process.stderr.write(String((error && error.stack) || error) + '\n');
    process.exit(1);
  },
);
