/**
 * Several commands in one process of the built program, one after another: node several-commands.mjs <dist/main.js>, with
 * the command lines as JSON on standard input; prints as JSON what each wrote, and its exit code.
 */
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const { main } = await import(pathToFileURL(process.argv[2]).href);
const write = { out: process.stdout.write, err: process.stderr.write };

/** A stream that keeps what is written to it, and says at once that it is written. */
function keep(stream) {
  const pieces = [];
  stream.write = (piece, ...rest) => {
    pieces.push(String(piece));
    rest.find((one) => typeof one === 'function')?.();
    return true;
  };
  return () => pieces.join('');
}

async function run(argv) {
  const [out, err] = [keep(process.stdout), keep(process.stderr)];
  const code = await new Promise((resolve) => {
    process.exit = resolve;
    main(argv);
  });
  // Each process has these once.
  for (const event of ['uncaughtException', 'unhandledRejection', 'SIGXFSZ'])
    process.removeAllListeners(event);
  return { code, out: out(), err: err() };
}

const exit = process.exit.bind(process);
const ended = [];
for (const argv of JSON.parse(await text(process.stdin))) ended.push(await run(argv));
write.out.call(process.stdout, JSON.stringify(ended), () => exit(0));
