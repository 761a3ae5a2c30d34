/**
 * Run by kill.test.ts, bundled: the program with the instruments of the tests. It notes every request before it is sent, and
 * kills itself at the one with the number KILL_AT among those that hold the text KILL_TEXT.
 */
import { appendFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { runCommandLine } from '../../../src/commands/program.ts';
import { realOutside } from '../../../src/environment.ts';
import { simulatedEndpoint } from '../../../src/models/simulated/endpoint.ts';
import { processContext } from '../../../src/process-context.ts';
import { instruments } from './kill-list.ts';

const { KILL_AT, KILL_TEXT = '' } = process.env;
let met = 0;
const [noted, ...argv] = process.argv.slice(2);
const module = new URL('./kill-list.js', import.meta.url).href;
const outside = realOutside({ endpoints: () => ({}), instruments: { list: instruments, module } });
const simulated = simulatedEndpoint({
  tokensPerSecond: 40,
  speakers: instruments.flatMap(({ speaker }) => speaker ?? []),
});
process.exitCode = await runCommandLine(argv, {
  ...processContext(),
  outside: async () => ({
    ...outside,
    async openModel(name) {
      const model = await simulated.open(name.replace(/^sim:/, ''));
      return {
        ...model,
        ask(request, options) {
          appendFileSync(noted!, `${name} ${request.sampling.seed}\n`);
          if (JSON.stringify(request).includes(KILL_TEXT)) met += 1;
          if (met === Number(KILL_AT)) {
            // What else is kept at the end, for the next start.
            flushCompileCache();
            process.kill(process.pid, 'SIGKILL');
          }
          return model.ask(request, options);
        },
      };
    },
  }),
});
