/** Run by worker-client.test.ts: closes a thread whose last reply waits to be heard, with nothing else to keep the process alive. */
import { setImmediate } from 'node:timers/promises';
import { openUseLite } from '../../../src/embedding/use-lite.ts';
import { createComputer } from '../../../src/run/derive/worker-client.ts';
import { noAnswers } from './no-answers.ts';

/** Busy for so long that the thread has replied by then. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

if (process.argv[2] === 'computer') {
  const computer = createComputer();
  await computer.run('lexicon', noAnswers);
  computer.run('lexicon', noAnswers).catch(() => {});
  block(500);
  await computer.close();
} else {
  const embedder = await openUseLite();
  await embedder.embed(['honesty']);
  embedder.embed(['care']).catch(() => {});
  // It is asked of the thread once what it waits for is there.
  await setImmediate();
  block(500);
  await embedder.close();
}
process.stdout.write('closed');
