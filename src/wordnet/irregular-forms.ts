/** Inflections that no ending rule gives back, as "lemma: form form"; common ones, own list. */
import type { PartOfSpeech } from './wordnet.ts';

const nouns = `
analysis: analyses; axis: axes; basis: bases; bacterium: bacteria; calf: calves; child: children;
crisis: crises; criterion: criteria; curriculum: curricula; datum: data; diagnosis: diagnoses;
elf: elves; emphasis: emphases; foot: feet; genus: genera; goose: geese; half: halves;
hypothesis: hypotheses; index: indices; knife: knives; leaf: leaves; life: lives; loaf: loaves;
matrix: matrices; medium: media; memorandum: memoranda; mouse: mice; oasis: oases; ox: oxen;
parenthesis: parentheses; person: people; phenomenon: phenomena; radius: radii; self: selves;
sheaf: sheaves; shelf: shelves; stimulus: stimuli; stratum: strata; syllabus: syllabi;
synthesis: syntheses; thesis: theses; thief: thieves; tooth: teeth; vertex: vertices; wife: wives;
wolf: wolves; woman: women; yourself: yourselves; synopsis: synopses; nucleus: nuclei;
alumnus: alumni; fungus: fungi; addendum: addenda; formula: formulae; larva: larvae; louse: lice;
appendix: appendices; hoof: hooves; scarf: scarves; quiz: quizzes; bus: buses; gas: gases;
lens: lenses; bias: biases; belief: beliefs; proof: proofs; ethos: ethoses; corpus: corpora;
opus: opera; taxi: taxis; movie: movies; cookie: cookies; lie: lies; tie: ties; pie: pies;
cause: causes; purpose: purposes; sense: senses; response: responses; use: uses; case: cases;
course: courses; house: houses; phrase: phrases; promise: promises; exercise: exercises;
prejudice: prejudices; nerve: nerves; curve: curves; reserve: reserves; objective: objectives;
narrative: narratives; incentive: incentives; initiative: initiatives; perspective: perspectives;
motive: motives; alternative: alternatives; relative: relatives; native: natives; dove: doves;
love: loves; move: moves; drive: drives; grave: graves; cave: caves; slave: slaves; wave: waves;
glove: gloves; olive: olives; executive: executives; directive: directives; archive: archives;
size: sizes; prize: prizes; axe: axes; ache: aches; niche: niches; cache: caches
`;

const verbs = `
arise: arose arisen; awake: awoke awoken; be: am is are was were been being; bear: bore borne born;
beat: beaten; become: became; begin: began begun beginning; bend: bent; bet: betting; bid: bade bidden;
bind: bound; bite: bit bitten; bleed: bled; blow: blew blown; break: broke broken; breed: bred;
bring: brought; build: built; burn: burnt; buy: bought; catch: caught; choose: chose chosen;
cling: clung; come: came; creep: crept; deal: dealt; dig: dug; do: does did done; draw: drew drawn;
dream: dreamt; drink: drank drunk; drive: drove driven; dwell: dwelt; die: dying; eat: ate eaten;
fall: fell fallen; feed: fed; feel: felt; fight: fought; find: found; flee: fled; fling: flung;
fly: flew flown; forbid: forbade forbidden; foresee: foresaw foreseen; forget: forgot forgotten;
forgive: forgave forgiven; forgo: forwent forgone; freeze: froze frozen; get: got gotten;
give: gave given; go: goes went gone; grind: ground; grow: grew grown; hang: hung; have: has had;
hear: heard; hide: hid hidden; hold: held; keep: kept; kneel: knelt; know: knew known; lay: laid;
lead: led; lean: leant; leap: leapt; learn: learnt; leave: left; lend: lent; lie: lay lain lying;
light: lit; lose: lost; make: made; mean: meant; meet: met; mistake: mistook mistaken;
outdo: outdid outdone; overcome: overcame; oversee: oversaw overseen; panic: panicked panicking;
pay: paid; prove: proven; ride: rode ridden; ring: rang rung; rise: rose risen; run: ran;
say: said; see: saw seen; seek: sought; sell: sold; send: sent; sew: sewn; shake: shook shaken;
shine: shone; shoot: shot; show: shown; shrink: shrank shrunk; sing: sang sung; sink: sank sunk;
sit: sat; slay: slew slain; sleep: slept; slide: slid; sow: sown; speak: spoke spoken; speed: sped;
spend: spent; spin: spun; spring: sprang sprung; stand: stood; steal: stole stolen; stick: stuck;
sting: stung; stride: strode stridden; strike: struck stricken; string: strung; strive: strove striven;
swear: swore sworn; sweep: swept; swim: swam swum; swing: swung; take: took taken; teach: taught;
tear: tore torn; tell: told; think: thought; throw: threw thrown; tie: tying; undergo: underwent undergone;
understand: understood; undertake: undertook undertaken; undo: undid undone; uphold: upheld;
wake: woke woken; wear: wore worn; weave: wove woven; weep: wept; win: won; wind: wound;
withdraw: withdrew withdrawn; withhold: withheld; withstand: withstood; write: wrote written;
mislead: misled; misunderstand: misunderstood; rebuild: rebuilt; rethink: rethought; retell: retold;
travel: travelled travelling; counsel: counselled counselling; model: modelled modelling;
label: labelled labelling; cancel: cancelled cancelling; fulfil: fulfilled fulfilling
`;

const adjectives = `
good: better best; bad: worse worst; far: farther further farthest furthest; little: less least;
many: more most; much: more most; ill: worse worst; free: freer freest; true: truer truest
`;

const adverbs = `
well: better best; badly: worse worst; far: farther further farthest furthest; little: less least;
much: more most; soon: sooner soonest; fast: faster fastest; hard: harder hardest
`;

/** form → lemmas. */
function parse(list: string): Map<string, string[]> {
  const lemmas = new Map<string, string[]>();
  for (const entry of list.split(';')) {
    const [lemma, forms] = entry.split(':').map((part) => part.trim());
    for (const form of (forms ?? '').split(/\s+/))
      lemmas.set(form, [...(lemmas.get(form) ?? []), lemma!]);
  }
  return lemmas;
}

export const irregularForms: Record<PartOfSpeech, Map<string, string[]>> = {
  noun: parse(nouns),
  verb: parse(verbs),
  adjective: parse(adjectives),
  adverb: parse(adverbs),
};
