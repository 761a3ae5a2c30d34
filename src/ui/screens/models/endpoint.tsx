/** A form for an address of models: its fields, an example, and the models found there; added addresses can be removed. */
import { explainOnOneLine } from '../../../errors.ts';
import { checkAddress, checkKeyEnv, holdsMore } from '../../../models/openai/check-address.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed, ruled } from '../../components/body.tsx';
import { moving, words } from '../../keymap/shared-words.ts';
import type { Layer } from '../../layer.ts';
import { moveInList } from '../../list-position.ts';
import { allOff, defineScene, type View } from '../../scene.ts';
import { fill, plural, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';
import { setChoice } from './draft.ts';

type Form = Extract<Layer, { kind: 'endpoint' }>;
type Field = 'name' | 'url' | 'keyEnv';

type Row = { text: string; about: string; open(view: View, form: Form): void };

const fields: readonly {
  field: Field;
  name: string;
  label: string;
  empty: string;
  about: string;
}[] = [
  {
    ...{ field: 'name', name: 'name', label: 'name', empty: '–' },
    about: 'A short name of yours. Its models are called by it, like lab:llama-3.1-8b.',
  },
  {
    ...{ field: 'url', name: 'address', label: 'address', empty: '–' },
    about:
      'It takes requests as OpenAI’s does: vLLM, llama-server, LM Studio, a gateway. Most end in /v1; a whole address (…/v1/chat/completions) is cut to its base.',
  },
  {
    ...{ field: 'keyEnv', name: 'key', label: 'variable that holds the key', empty: 'none' },
    about:
      'The name of the environment variable that holds the key, never the key itself. Empty where no key is needed. `valuelex keys set` puts a key into the keyring of this machine.',
  },
];

/** The rows: the fields, the line that adds them, and the endpoints added so far. */
function rowsOf(view: View): (form: Form) => Row[] {
  const own = view.options.ownEndpoints();
  return (form) => [
    ...fields.map(({ field, name, empty, about }) => ({
      text: `${fill(name, 8)}  ${safeLine(form[field]) || empty}`,
      about,
      open: askField(field),
    })),
    {
      text: 'add it, and see what answers',
      about: 'The address is asked at once for its models.',
      open: add,
    },
    ...own.map((endpoint) => {
      const found = view.ui.models.endpoints.find(({ name }) => name === endpoint.name);
      const key = endpoint.keyEnv === null ? '' : ` · ${endpoint.keyEnv}`;
      return {
        text: `${found?.ready ? '●' : '○'} ${fill(safeLine(endpoint.name), 10)}  ${safeLine(`${endpoint.url}${key}`)}`,
        about: [
          found?.detail ?? 'not asked yet',
          found?.mend ?? '',
          'Enter changes it; x removes it.',
        ]
          .filter(Boolean)
          .map((text) => `${safeLine(text).replace(/[.]$/, '')}.`)
          .join(' '),
        open: ({ act }: View) =>
          act.replace({ ...form, ...endpoint, keyEnv: endpoint.keyEnv ?? '', selected: 0 }),
      };
    }),
  ];
}

function formLines(view: View, width: number, height: number): string[] {
  const form = topLayerOf(view.ui, 'endpoint');
  if (!form) return [];
  const rows = rowsOf(view)(form);
  const lines = rows.map(({ text }, at) => pointed(text, at === form.selected));
  const head = lines.slice(0, fields.length + 1);
  const own = lines.slice(fields.length + 1);
  const about = wrap(rows[form.selected]?.about ?? '', Math.min(width - 6, 96));
  return [
    ...head,
    '',
    ...(own.length > 0 ? [`   ${theme.bold('Added by hand')}`, ...own, ''] : []),
    ruled('', width),
    ...about.map((line) => `   ${line}`),
  ]
    .slice(0, height)
    .map((line) => fill(line, width));
}

/** Asks for a field, then goes on to the next. */
function askField(field: Field) {
  const { label } = fields.find((one) => one.field === field)!;
  return ({ act }: View, form: Form): void =>
    act.ask(label, form[field], (typed) => {
      const text = typed.trim();
      const refusal = refuseSecret(field, form.name, text);
      if (refusal !== null) {
        // The line is not given back to the field: it may be a key.
        act.say(refusal, 'warning');
        return;
      }
      act.replace({ ...form, [field]: text, selected: form.selected + 1 });
    });
}

/** Why a text must not stay on the screen: it is a key, or an address that contains one. */
function refuseSecret(field: Field, name: string, text: string): string | null {
  try {
    if (field === 'keyEnv' && text !== '') checkKeyEnv(name, text);
    if (field === 'url' && URL.canParse(text) && holdsMore(new URL(text))) checkAddress(name, text);
    return null;
  } catch (error) {
    return explainOnOneLine(error);
  }
}

async function add({ act, options }: View, { name, url, keyEnv }: Form): Promise<void> {
  if (!/^[A-Za-z][\w-]*$/.test(name))
    return act.say('the name is letters, digits, and hyphens, like lab', 'warning');
  if (url === '') return act.say('an address is missing, like http://127.0.0.1:8000/v1', 'warning');
  const added = await act.attempt(`asking ${name}`, () =>
    options.addEndpoint({ name, url, keyEnv: keyEnv || null }),
  );
  if (!added) return;
  await act.refreshModels();
  const { kept, view: found } = added;
  const until = kept ? '' : ' until valuelex ends, as settings cannot be kept,';
  if (found.ready) {
    if (topLayerOf(act.now(), 'endpoint')) act.pop();
    const who = until ? `${name} is added${until} and` : name;
    return act.say(`${who} answers: ${found.detail}`, kept ? 'plain' : 'warning');
  }
  const why = found.detail.replace(/[.]$/, '');
  const mend = found.mend ? `. ${found.mend.replace(/[.]$/, '')}` : '';
  act.say(`${name} is added${until} and does not answer now: ${why}${mend}`, 'warning');
}

/** The address on the selected line; undefined on the form above. */
function selectedOwn({ ui, options }: View) {
  const selected = topLayerOf(ui, 'endpoint')?.selected ?? 0;
  return options.ownEndpoints()[selected - fields.length - 1];
}

function remove(view: View): void {
  const { act, options } = view;
  const form = topLayerOf(view.ui, 'endpoint');
  const own = selectedOwn(view);
  if (!form || !own) return;
  options.removeEndpoint(own.name);
  const { marked } = view.ui.models;
  setChoice(view, { marked: marked.filter((model) => !model.startsWith(`${own.name}:`)) });
  // The removed endpoint fills the form, so that Enter on "add" brings it back.
  act.replace({ ...form, ...own, keyEnv: own.keyEnv ?? '', selected: fields.length });
  act.say(`${own.name} is removed; runs that name it keep its address`);
  void act.refreshModels();
}

export const endpointScene = defineScene({
  crumbs: () => ['address'],
  right: ({ options }) => plural(options.ownEndpoints().length, 'address', 'addresses'),
  so: () => 'An address of models, like: lab · https://llm.example.org/v1 · LAB_API_KEY',
  Body: linesBody(formLines),
  commands: {
    ...moving((move, view) => {
      const form = topLayerOf(view.ui, 'endpoint');
      if (!form) return;
      const selected = moveInList(form.selected, move, rowsOf(view)(form).length);
      view.act.replace({ ...form, selected });
    }),
    open: {
      ...words.open,
      act: (view) => {
        const form = topLayerOf(view.ui, 'endpoint');
        if (form) rowsOf(view)(form)[form.selected]?.open(view, form);
      },
    },
    'remove-endpoint': {
      keys: ['x'],
      label: 'remove',
      help: 'Remove the selected address; runs keep it in their studies.',
      group: 'models',
      act: remove,
    },
  },
  off: (view) =>
    allOff(['remove-endpoint'], selectedOwn(view) ? null : 'select one that was added by hand'),
  footer: [['open', 'change'], 'remove-endpoint', ['back', 'models'], 'help', 'quit'],
});
