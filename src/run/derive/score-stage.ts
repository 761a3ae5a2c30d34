/** The results of a run's instruments, its models compared, the check of a model, and the findings. */
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Instrument } from '../../instruments/contract.ts';
import type { ModelComparison } from '../../instruments/shared/compare-models.ts';
import { isRated } from '../../instruments/shared/rated.ts';
import { wordsProfile } from '../../lexicon/words-profile.ts';
import type { WayOfAsking } from '../../methods/run-methods.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { placeOfFacts } from '../instruments/instrument-facts.ts';
import type { OpenInstrument } from '../instruments/instrument-folder.ts';
import { tagsIn } from '../model-tags.ts';
import { ratedIn } from '../rated-results.ts';
import { type Comparisons, createComparisons } from './comparisons.ts';
import { farthestPair, findingsOf } from './findings.ts';
import type { InstrumentInput } from './jobs.ts';
import type { StageParts } from './stage.ts';

export type ScoreStage = {
  /** Scores what has changed. */
  compute(): Promise<void>;
  findings(): Promise<void>;
  /** The input of a job for every instrument that was asked. */
  inputs(): { instrument: Instrument; input: InstrumentInput }[];
  comparisons: Comparisons;
};

export function createScoreStage({
  run,
  environment,
  results,
  publish,
  worker,
  onChange,
}: StageParts): ScoreStage {
  /** The inputs of the latest findings and of the latest check. */
  let foundOn: readonly unknown[] = [];
  let checkedOn: readonly unknown[] = [];

  /** The input of a job on an instrument; null before its first request. */
  function inputOf(one: OpenInstrument): InstrumentInput | null {
    const place = placeOfFacts(one, run, environment.prompts, results().ownSystem);
    if (!place) return null;
    const { module } = environment.instruments ?? {};
    const derived = join(run.folder, 'derived');
    return {
      ...(module && { module }),
      ...{ place, settings: one.settings, against: run.study.against },
      kept: run.readOnly
        ? [environment.resultsFolder, derived]
        : [derived, environment.resultsFolder],
    };
  }

  /** Scores every instrument whose facts have changed. */
  async function instrumentStage(): Promise<void> {
    for (const { instrument, input } of inputs())
      await onChange(`instrument ${instrument.id}`, [instrument.version, input], async () => {
        const found = await worker().run('instrument', input);
        publish({ instruments: { ...results().instruments, [instrument.id]: found } });
      });
  }

  function inputs() {
    return run.instruments().flatMap((one) => {
      const input = inputOf(one);
      return input ? [{ instrument: one.instrument, input }] : [];
    });
  }

  /** The words that models named, as scores on the value systems of other instruments. */
  function wordsAsWays(asked: readonly WayOfAsking[]): WayOfAsking[] {
    const { lexicon } = results();
    if (!lexicon) return [];
    const systems = new Set(asked.map(({ profile }) => profile.system));
    return shippedSystems
      .filter(({ id }) => systems.has(id))
      .map((system) => wordsProfile(lexicon, system))
      .filter(({ scores }) => scores.length > 0)
      .map((profile) => ({ id: 'words', title: 'Words named', rated: false, profile }));
  }

  /** Computes how far the instruments with profiles agree. */
  async function methodsStage(): Promise<void> {
    const { instruments } = results();
    const asked = run.instruments().flatMap(({ instrument: { id, title, ratings } }) => {
      const found = instruments[id];
      const profiles = found && 'result' in found ? found.profiles : [];
      return profiles.map((profile) => ({ id, title, rated: ratings !== undefined, profile }));
    });
    if (asked.length === 0) return;
    const ways = [...wordsAsWays(asked), ...asked];
    const tagsOf = tagsIn(run.study);
    const models = new Set(ways.flatMap(({ profile }) => profile.scores.map(({ model }) => model)));
    const families = Object.fromEntries(
      [...models].map((model) => {
        const { family } = tagsOf(model);
        return [model, family === '' || family === 'unknown' ? model : family];
      }),
    );
    await onChange('methods', [ways, families], async () => {
      publish({ methods: await worker().run('methods', { ways, families }) });
    });
  }

  /** The input of the instrument that scores this value system. */
  function inputFor(system: string): InstrumentInput | null {
    const one = run.instruments().find(({ instrument: { id, compare } }) => {
      const found = results().instruments[id];
      const result = found && 'result' in found ? found.result : null;
      return compare && isRated(result) && result.scores.some((known) => known.system === system);
    });
    return one ? inputOf(one) : null;
  }

  const comparisons = createComparisons({
    scores: () => ratedIn(results()).scores,
    inputFor,
    shared: worker,
  });

  async function findingsStage(): Promise<void> {
    const { lexicon, factors, instruments } = results();
    const basis = [lexicon, factors, instruments];
    if (basis.every((part, i) => part === foundOn[i])) return;
    await checkStage();
    const comparison = await farthestCompared();
    publish({ findings: findingsOf(results(), comparison) });
    foundOn = basis;
  }

  /** Places the new model of a check; does nothing in other runs. */
  async function checkStage(): Promise<void> {
    if (run.study.against === undefined) return;
    const ground = [results().lexicon, results().instruments];
    if (ground.every((part, i) => part === checkedOn[i])) return;
    const checked = run.instruments().find(({ instrument }) => instrument.check);
    const words = results().lexicon?.descriptors.map(({ word, count, models }) => ({
      word,
      count,
      models,
    }));
    const check = await worker().run('check', {
      folder: run.folder,
      input: (checked && inputOf(checked)) ?? null,
      words: words ?? null,
    });
    publish({ check });
    checkedOn = ground;
  }

  /** The two models that lie farthest apart, compared; null if there are none, or they share too few rated items. */
  async function farthestCompared(): Promise<ModelComparison | null> {
    const [scores] = ratedIn(results()).scores;
    const pair = scores && farthestPair(scores);
    if (!pair) return null;
    try {
      return await comparisons.compare(scores.system, pair.a, pair.b);
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  return {
    async compute() {
      await instrumentStage();
      await methodsStage();
    },
    findings: findingsStage,
    inputs,
    comparisons,
  };
}
