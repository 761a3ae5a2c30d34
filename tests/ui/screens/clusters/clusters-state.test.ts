import { describe, expect, test } from 'vitest';
import { suggestionsOf } from '../../../../src/clustering/decisions.ts';
import {
  clusterRows,
  discardEdit,
  mergeEdit,
  moveWorkbench,
  splitEdit,
  suggestionEdit,
  wordsOf,
} from '../../../../src/ui/screens/clusters/clusters-state.ts';
import { startState } from '../../../../src/ui/ui-state.ts';
import { fixtureState } from '../../../support/fixture-state.ts';

const { results } = fixtureState();
const start = startState().clusters;
const rows = clusterRows(results, start);

test('rows are the clusters, the tray when there is one, and the line that leads on', () => {
  expect(rows).toHaveLength(25);
  expect(rows.at(-1)?.kind).toBe('next');
  const discarded = fixtureState({ edits: [{ edit: 'discard', words: ['humour'] }] });
  expect(clusterRows(discarded.results, start).at(-2)?.kind).toBe('tray');
});

test('keeping and sorting', () => {
  expect(clusterRows(results, { ...start, keep: 'candor' })).toHaveLength(2);
  const names = clusterRows(results, { ...start, sort: 'name' }).flatMap((row) =>
    row.kind === 'cluster' ? [row.cluster.name] : [],
  );
  expect(names).toEqual([...names].sort());
});

describe('edits', () => {
  test('merge puts the one that takes the others in last', () => {
    const state = { ...start, selected: 2, marked: ['honesty', 'accuracy'] };
    expect(mergeEdit(state, rows)).toMatchObject({
      edit: 'merge',
      clusters: [
        expect.arrayContaining(['accuracy']),
        expect.arrayContaining(['honesty']),
        expect.arrayContaining(['empathy']),
      ],
    });
    expect(mergeEdit({ ...start, selected: 0, marked: ['accuracy'] }, rows)).toMatch(/mark/);
  });

  test('split leaves at least one word behind', () => {
    const words = ['honesty', 'truthfulness', 'sincerity', 'candor', 'plain speaking'];
    const pane = { ...start, selected: 1, pane: 'words' as const };
    expect(splitEdit({ ...pane, markedWords: ['candor'] }, rows)).toMatchObject({
      out: ['candor'],
    });
    expect(splitEdit({ ...pane, markedWords: words }, rows)).toMatch(/must stay/);
    expect(splitEdit(pane, rows)).toMatch(/mark the words/);
  });

  test('discard takes the cluster, the marked words, or the word', () => {
    expect(discardEdit(start, rows)).toMatchObject({
      words: expect.arrayContaining(['accuracy', 'rigour']),
    });
    const pane = { ...start, pane: 'words' as const, word: 1 };
    expect(discardEdit(pane, rows)).toMatchObject({ words: ['precision'] });
    expect(discardEdit({ ...pane, markedWords: ['rigour'] }, rows)).toMatchObject({
      words: ['rigour'],
    });
  });

  test('suggestions become edits', () => {
    const clusters = results.curated!.clusters;
    const [merge, rename] = suggestionsOf(results.decisions);
    expect(suggestionEdit(merge!, clusters)?.edit).toBe('merge');
    expect(suggestionEdit(rename!, clusters)).toMatchObject({
      edit: 'rename',
      name: 'Openness',
    });
  });
});

test('marking continues to the next row; a range joins the last mark', () => {
  const marked = moveWorkbench(start, 'mark', rows);
  expect(marked).toMatchObject({ selected: 1, marked: ['accuracy'] });
  const range = moveWorkbench({ ...marked, selected: 3 }, 'mark-range', rows);
  expect(range.marked).toHaveLength(4);
  expect(moveWorkbench(range, 'mark-all', rows).marked).toHaveLength(24);
});

test('the words pane opens on what has words, and closes again', () => {
  expect(moveWorkbench({ ...start, selected: 24 }, 'pane', rows).pane).toBe('clusters');
  const words = moveWorkbench(start, 'pane', rows);
  expect(words.pane).toBe('words');
  expect(moveWorkbench(words, 'down', rows).word).toBe(1);
  expect(moveWorkbench(words, 'pane', rows).pane).toBe('clusters');
});

test('the next place with the text is a cluster, from whichever pane', () => {
  const words = { ...moveWorkbench(start, 'pane', rows), find: 'candor', word: 1 };
  const found = moveWorkbench(words, 'find-next', rows);
  expect(found).toMatchObject({ pane: 'words', word: 0, selected: expect.any(Number) });
  expect(wordsOf(rows[found.selected])).toContain('candor');
  const nowhere = { ...words, find: 'nowhere' };
  expect(moveWorkbench(nowhere, 'find-next', rows)).toBe(nowhere);
});
