/** Each reader reads each text once in each value system. */
import type { Respondent } from '../../asking/respondents.ts';
import type { InstrumentContext, Round } from '../contract.ts';
import { answerRound } from '../shared/answer-round.ts';
import { type Items, readingItem } from './items.ts';
import { itemIdOf } from './readings.ts';
import type { Settings } from './settings.ts';
import { textsIn } from './texts.ts';

export const instrumentId = 'reading';

/** Room for ten values with their passages. */
const maxTokens = 900;

export async function* askReaders(
  context: InstrumentContext<Items>,
  settings: Settings,
): AsyncGenerator<Round> {
  const { run } = context;
  const texts = textsIn(
    run.lines('texts'),
    run.after.map((id) => run.texts(id)),
  );
  const systems = run.items.systems;
  const items = systems.flatMap((system) =>
    texts.map((one) =>
      readingItem(
        itemIdOf(system.id, one.id),
        { asked: one.prompt ?? '', text: one.text },
        system,
        run.items.frame,
      ),
    ),
  );
  yield await answerRound(
    { ...context, respondents: readersOf(context, settings) },
    {
      ...{ instrument: instrumentId, title: 'reading texts', log: 'readings', maxTokens },
      items: () => items,
    },
  );
}

/** Readers answer as they do when nothing is left to chance. */
export function readersOf(
  { raters }: Pick<InstrumentContext, 'raters'>,
  { readers }: Pick<Settings, 'readers'>,
): Respondent[] {
  const setting = { id: 'reader', temperature: 0, topP: 1 };
  const names = readers ?? raters.map(({ entry }) => entry.id);
  return names.map((id) => ({ entry: { id }, setting, condition: { id: 'none' } }));
}
