/** Commands about models, and about the program itself. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { names, wholeNumber } from '../parse-options.ts';

export function defineModelCommands(program: Command, context: CommandContext): void {
  defineModels(program, context);
  defineKeys(program, context);
  defineServe(program, context);
  defineProgramPages(program, context);
  program.helpCommand(false);
}

/** List, probe, pull, remove. */
function defineModels(program: Command, context: CommandContext): void {
  const models = program
    .command('models')
    .summary('list, fetch, or remove models')
    .description('Models on this machine and at endpoints that answer.');
  models
    .command('list', { isDefault: true })
    .summary('list the models that are found')
    .description(
      'Lists local models and those of endpoints that answer; says how to fix the others.',
    )
    .addOption(jsonOption())
    .action(async (options) => {
      const { listModels } = await import('./models-list.ts');
      await listModels(options, context);
    });
  models
    .command('probe')
    .summary('ask models what they can do')
    .description(
      'Asks models again what they can do (token probabilities, begun turns, plain text, likelihoods of given texts, seed, JSON schema) with a handful of short requests, and remembers it. Runs do so by themselves for models that they do not know yet.',
    )
    .argument('<models...>', 'like openai:gpt-4o-mini')
    .option('--study <file>', 'a study.yaml whose endpoints the names may mean too')
    .addOption(jsonOption())
    .action(async (wanted: string[], options) => {
      const { probeModels } = await import('./models-probe.ts');
      await probeModels(wanted, options, context);
    });
  models
    .command('pull')
    .summary('fetch models into the cache folder')
    .description(
      'Fetches the two default models, or those that are named: by id, embedding (MiniLM, 25 MB, for better clusters), stance (219 MB, made out of Gemma 270M, for the side of sentence completions), or hf:<user>/<repository>/<file>.gguf from the model hub. A download that was interrupted continues where it stopped.',
    )
    .argument('[models...]', 'what to fetch')
    .addOption(jsonOption())
    .action(async (wanted: string[], options) => {
      const { pullModels } = await import('./models-pull.ts');
      await pullModels(wanted, options, context);
    });
  models
    .command('remove')
    .summary('delete fetched models')
    .description(
      'Deletes models that valuelex has fetched; those of other programs are never touched.',
    )
    .argument('<models...>', 'their ids')
    .action(async (wanted: string[]) => {
      const { removeModels } = await import('./models-remove.ts');
      await removeModels(wanted, context);
    });
}

/** List, set, remove, allow. */
function defineKeys(program: Command, context: CommandContext): void {
  const keys = program
    .command('keys')
    .summary('keep keys of endpoints in the system’s keyring')
    .description(
      'Keys of endpoints in the keyring of the operating system. A key in the environment goes first; no key is ever written to a file.',
    );
  keys
    .command('list', { isDefault: true })
    .summary('list which keys there are, and where')
    .description('Lists the variables that endpoints read, and where each key is; never a key.')
    .addOption(jsonOption())
    .action(async (options) => {
      const { listKeys } = await import('./keys.ts');
      await listKeys(options, context);
    });
  keys
    .command('set')
    .summary('store a key')
    .description(
      'Reads a key without showing it, or from a pipe, and stores it under the name of the variable that would hold it.',
    )
    .argument('<variable>', 'like OPENAI_API_KEY')
    .action(async (name: string) => {
      const { setKey } = await import('./keys.ts');
      await setKey(name, context);
    });
  keys
    .command('remove')
    .summary('remove a key')
    .description('Removes a key from the keyring.')
    .argument('<variable>', 'like OPENAI_API_KEY')
    .action(async (name: string) => {
      const { removeKey } = await import('./keys.ts');
      await removeKey(name, context);
    });

  keys
    .command('allow')
    .summary('let studies send a key to an address')
    .description(
      'A study may name any address and any variable, and may come from somebody else. The key of a known endpoint, or of one that you added, goes to that endpoint alone; this allows another place.',
    )
    .argument('<variable>', 'like LAB_KEY')
    .argument('<address>', 'like llm.example.org or http://10.0.0.7:8000')
    .action(async (name: string, address: string) => {
      const { allowKey } = await import('./keys.ts');
      allowKey(name, address, context);
    });
}

function defineServe(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .summary('offer local models over HTTP')
    .description(
      'Serves models as an OpenAI-compatible endpoint on this machine: chat completions, completions, embeddings, models.',
    )
    .option('--port <number>', 'the port; 0 takes a free one', wholeNumber(0), 8090)
    .option(
      '--host <address>',
      'the address to listen on; any but this machine’s own needs a token',
      '127.0.0.1',
    )
    .option(
      '--token-env <name>',
      'the environment variable that holds the token which requests must bear',
    )
    .option(
      '--allow-host <names>',
      'names by which clients may ask it, beside its addresses and the machine’s own name',
      names,
    )
    .option(
      '--models <names>',
      'the models to serve; all local ones that are ready unless given',
      names,
    )
    .action(async (options) => {
      const { serve } = await import('./serve.ts');
      await serve(options, context);
    });
}

/** Validation on planted values, and pages of the documentation. */
function defineProgramPages(program: Command, context: CommandContext): void {
  program
    .command('validity')
    .summary('what the pipeline finds of a planted value system')
    .description(
      'Runs the whole pipeline on simulated models and prints what it finds of what was planted in them, and what wordiness, refusals, and biased judges do.',
    )
    .option(
      '--factors',
      'instead: factors planted in plain numbers, and factors that are not there',
    )
    .option('--out <file>', 'write the page there instead of printing it')
    .addOption(jsonOption())
    .action(async (options) => {
      const { validity } = await import('./validity.ts');
      await validity(options, context);
    });

  program
    .command('docs', { hidden: true })
    .description('Prints a page of the documentation that is made from the program.')
    .argument('<page>', 'commands or keys')
    .action(async (page: string) => {
      const { printDocs } = await import('./docs.ts');
      await printDocs(page, program, context);
    });
}
