import { expect, it } from 'vitest';
import { tableOf } from '../../../../src/tables/table.ts';
import { resultTablesLayer } from '../../../../src/ui/screens/scores/scores-layers.ts';

it('keeps the notes of each table beside it', () => {
  const table = (id: string) => tableOf(id, id, { model: 'Model' }, [['a']], [`what ${id} says`]);
  const layer = resultTablesLayer(null, 'told', [table('one'), table('two')]);
  expect(layer).toMatchObject({ tableNotes: [['what one says'], ['what two says']] });
  expect(layer).not.toHaveProperty('notes');
});
