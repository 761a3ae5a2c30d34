/** At which step a model leaves the option that it took at the start, after its own choices. */
import { climbedIn, type Outcome } from './choices.ts';
import { type CurvePoint, logRank, type Spell, survivalCurve } from './survival.ts';

export type Climbing = Spell & { ladder: string; way: string };

export type Switching = {
  /** Ways up on which the option was left, or held to the top, or until an answer held no choice. */
  watched: number;
  /** Already at the option favoured by the stakes: the time of leaving is unknown. */
  already: number;
  /** No option at the start: by position, or no choice. */
  undecided: number;
  curve: CurvePoint[];
};

/** The option whose end is observed: the one that stakes rise against or, in flat ladders, the first choice. */
function heldAtStart(
  way: string,
  start: Outcome['chosen'] | null,
): 'a' | 'b' | 'already' | 'undecided' {
  if (start !== 'a' && start !== 'b') return 'undecided';
  if (way === 'flat') return start;
  return (way === 'against-a') === (start === 'a') ? start : 'already';
}

/** Spells of one model, of ways up with rising stakes, or of flat ones. A step that the position decided is not a switch. */
export function spellsOf(
  outcomes: readonly Outcome[],
  kind: 'rising' | 'flat',
): { spells: Climbing[]; already: number; undecided: number } {
  const spells: Climbing[] = [];
  const counts = { already: 0, undecided: 0 };
  for (const { question, steps } of climbedIn(outcomes, 'own')) {
    const { way } = question.climb;
    if (way === 'steps' || (way === 'flat') !== (kind === 'flat')) continue;
    const held = heldAtStart(way, steps[0]!);
    if (held === 'already' || held === 'undecided') {
      counts[held]++;
      continue;
    }
    const missing = steps.findIndex((one) => one === null || one === 'missing');
    const seen = missing < 0 ? steps : steps.slice(0, missing);
    const left = seen.findIndex((one) => one === (held === 'a' ? 'b' : 'a'));
    const about = { ladder: question.ladder.id, way };
    if (left > 0) spells.push({ ...about, time: left + 1, ended: true });
    // A spell observed only at the start carries no information.
    else if (seen.length > 1) spells.push({ ...about, time: seen.length, ended: false });
    else counts.undecided++;
  }
  return { spells, ...counts };
}

export function switchingOf(found: ReturnType<typeof spellsOf>): Switching {
  const { spells, already, undecided } = found;
  return { watched: spells.length, already, undecided, curve: survivalCurve(spells) };
}

/** Whether one model leaves options sooner where stakes rise than in flat ladders. */
export function risingAgainstFlat(rising: readonly Climbing[], flat: readonly Climbing[]) {
  return logRank([
    ...rising.map((one) => ({ ...one, group: 'rising', stratum: '' })),
    ...flat.map((one) => ({ ...one, group: 'flat', stratum: '' })),
  ]);
}

/** Whether models leave options equally soon, each way up of each ladder a stratum, so that differences between ladders do not count. */
export function modelsApart(byModel: ReadonlyMap<string, readonly Climbing[]>) {
  return logRank(
    [...byModel].flatMap(([group, spells]) =>
      spells.map((one) => ({ ...one, group, stratum: `${one.ladder}\n${one.way}` })),
    ),
  );
}
