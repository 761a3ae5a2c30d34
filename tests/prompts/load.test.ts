import { describe, expect, it } from 'vitest';
import { loadStems } from '../../src/instruments/sentence-completion/load-items.ts';
import { loadAnchors } from '../../src/instruments/shared/exam/anchors.ts';
import { loadElicitationPrompts, loadPrompt, type PromptFiles } from '../../src/prompts/load.ts';

function filesOf(contents: Record<string, string>): PromptFiles {
  return {
    root: '/p',
    read: (path) => {
      const text = contents[path];
      if (text === undefined) throw new Error(path);
      return text;
    },
    list: (folder) =>
      Object.keys(contents)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
  };
}

describe('the files that ship', () => {
  it('hold 24 balanced stems, six of them for both forms', () => {
    const { stems, hash } = loadStems();
    expect(stems).toHaveLength(24);
    expect(stems.filter((stem) => stem.framing === 'positive')).toHaveLength(12);
    expect(stems.filter((stem) => stem.bothForms)).toHaveLength(6);
    for (const stem of stems) expect(stem.text).toMatch(/[A-Za-z]$/);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('hold at least 18 elicitation prompts of every kind, about eight of them quick and natural', () => {
    const prompts = loadElicitationPrompts();
    expect(prompts.length).toBeGreaterThanOrEqual(18);
    expect(new Set(prompts.map((prompt) => prompt.kind)).size).toBe(4);
    expect(new Set(prompts.map((prompt) => prompt.id)).size).toBe(prompts.length);
    const quick = prompts.filter((prompt) => prompt.quick);
    expect(quick).toHaveLength(8);
    expect(quick.every((prompt) => prompt.natural)).toBe(true);
  });

  it('hold the prompts of stems and judges with the variables that the code fills', () => {
    expect(loadPrompt('stems/chat').variables).toEqual(['stem']);
    expect(loadPrompt('stems/completion').stop).toEqual(['\n']);
    expect(loadPrompt('stems/chat-prefill').prefill).toBe('{stem}');
    expect(loadPrompt('judge/digits').variables).toEqual(loadPrompt('judge/digits-chat').variables);
    expect(loadPrompt('judge/cares-about').variables).toEqual(['stem', 'completion']);
    expect(loadPrompt('elicitation/frame-completion').variables).toEqual(['question']);
  });

  it('hold at least eight anchor sets for each ValueLex subdimension', () => {
    const anchors = loadAnchors('valuelex');
    const counts = new Map<string, number>();
    for (const set of anchors!.sets)
      counts.set(set.subdimension, (counts.get(set.subdimension) ?? 0) + 1);
    expect(counts.size).toBe(6);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(8);
    expect(loadAnchors('no-such-system')).toBeNull();
  });
});

describe('loading', () => {
  it('names field and line in a list of stems', () => {
    const files = filesOf({
      'stems/stems.yaml':
        '- id: a\n  text: I\n  framing: positive\n  tags: []\n  bothForms: true\n- id: b\n  text: I\n  framing: neutral\n  tags: []\n  bothForms: true\n',
    });
    expect(() => loadStems(files)).toThrow(
      expect.objectContaining({
        where: '/p/stems/stems.yaml:8',
        message: expect.stringContaining('1.framing') as string,
      }),
    );
  });
  it('refuses an id that appears twice', () => {
    const one = '- {id: a, text: I, framing: positive, tags: [], bothForms: true}\n';
    expect(() => loadStems(filesOf({ 'stems/stems.yaml': one + one }))).toThrow(/a appears twice/);
  });
  it('refuses an elicitation prompt without a kind', () => {
    const files = filesOf({
      'elicitation/01-a.md': '---\nid: a\npurpose: p\nvariables: []\n---\nWhat?',
    });
    expect(() => loadElicitationPrompts(files)).toThrow(/needs its kind/);
  });
});
