/**
 * All keys, in one table. The footer, the help, the palette, and the documentation's table are
 * made from it; a test fails when two commands of one context share a key.
 */

export const contexts = [
  'start',
  'runs',
  'shelf',
  'findings',
  'models',
  'elicit',
  'clusters',
  'words',
  'doubts',
  'map',
  'history',
  'factors',
  'meaning',
  'scores',
  'compare',
  'check',
  'report',
  'list',
  'reader',
  'tables',
  'help',
  'palette',
  'prompt',
  'confirm',
  'progress',
] as const;
export type Context = (typeof contexts)[number];

/** Contexts that hold the whole keyboard until they are answered. */
export const modalContexts: readonly Context[] = [
  'help',
  'palette',
  'prompt',
  'confirm',
  'progress',
];

export type CommandGroup =
  | 'move'
  | 'screens'
  | 'open'
  | 'runs'
  | 'models'
  | 'run'
  | 'clusters'
  | 'factors'
  | 'scores'
  | 'table'
  | 'report'
  | 'out';

/** What a command may look at to say why it can do nothing now. */
export type Situation = {
  open: boolean;
  working: boolean;
  elicited: boolean;
  clustered: boolean;
  factored: boolean;
  scored: boolean;
  undoable: boolean;
  redoable: boolean;
  suggestions: number;
  doubts: number;
  /** Something is being computed or fetched. */
  stoppable: boolean;
};

export type Command = {
  id: string;
  keys: readonly string[];
  /** `everywhere` is every context but the modal ones. */
  contexts: readonly Context[] | 'everywhere';
  /** A word or two, for the footer. */
  label: string;
  /** One sentence, for help, palette, and documentation. */
  help: string;
  group: CommandGroup;
  /** Why it can do nothing now; null when it can. */
  disabled(now: Situation): string | null;
  /** The same on the command line, or ''; `<run>` is replaced by the open run's folder. */
  line: string;
};

/** What a command needs, by its name in the table, and what is said when that is not there. */
const needs: Readonly<Record<string, (now: Situation) => string | null>> = {
  '': () => null,
  run: (now) => (now.open ? null : 'no run is open: 1 opens or starts one'),
  clusters: (now) => (now.clustered ? null : 'there are no clusters yet'),
  doubts: (now) => (now.doubts > 0 ? null : 'no word is in doubt'),
  suggestion: (now) => (now.suggestions > 0 ? null : 'nothing is suggested'),
  suggestions: (now) => (now.suggestions > 1 ? null : 'there is no other suggestion'),
  factors: (now) => (now.factored ? null : 'there are no factors yet'),
  scores: (now) => (now.scored ? null : 'there are no scores yet'),
  undo: (now) => (now.undoable ? null : 'nothing to undo'),
  redo: (now) => (now.redoable ? null : 'nothing to redo'),
  stoppable: (now) => (now.stoppable ? null : 'nothing is being computed or fetched'),
};

/**
 * id | keys | contexts (* is all but the modal ones) | label | help | needs | command line
 */
const table = `
# screens
screen-1 | 1 | * | Runs | Go to Runs.
screen-2 | 2 | * | Models | Go to Models.
screen-3 | 3 | * | Elicit | Go to Elicit.
screen-4 | 4 | * | Clusters | Go to Clusters.
screen-5 | 5 | * | Factors | Go to Factors.
screen-6 | 6 | * | Scores | Go to Scores.
screen-7 | 7 | * | Report | Go to Report.
previous-screen | [ | * | back | Go to the screen before.
next-screen | ] | * | next screen | Go to the next screen.
help | ? | * | help | Show what the keys do here.
palette | : | * | command | Find any command by typing.
back | Esc | * | back | Leave what is open here; always harmless: what is computed goes on.
stop | Ctrl+X | * | stop | Stop what is being computed or fetched; what is there by then stays. | stoppable
stop | Ctrl+X | progress | stop | Stop the download; what is fetched so far stays.
maximise | z | * | maximise | Give the selected part the whole screen, or back.
close | Esc ? q | help | close | Close the help.
close | Esc | palette prompt confirm | cancel | Leave without doing anything.
accept | Enter | palette prompt | take | Take what is typed or selected.
accept | Enter y | confirm | yes | Go on.
close | n | confirm | no | Do not.
close | Esc | progress | leave | Leave; the download goes on, the header shows it.
complete | Tab | prompt | complete | Take the suggestion into the line.
up | ↑ | help palette prompt | up | Up.
down | ↓ | help palette prompt | down | Down.
page-up | PageUp | help palette prompt | page up | A page up.
page-down | PageDown | help palette prompt | page down | A page down.
# move
up | ↑ k | * | up | Up; from the first line to the last.
down | ↓ j | * | down | Down; the line after the last leads to the next step.
top | g Home | * | first | To the first line.
bottom | G End | * | last | To the last line.
page-down | Ctrl+D PageDown | * | page down | Half a page down.
page-up | Ctrl+U PageUp | * | page up | Half a page up.
column-left | h | factors | column | To the column on the left.
column-right | l | factors | column | To the column on the right.
column-left | ← h | models scores tables | column | To the column on the left.
column-right | → l | models scores tables | column | To the column on the right.
pan-left | ← h | map | narrower | Show more of the map.
pan-right | → l | map | closer | Look closer at the selected cluster.
first-column | 0 | models factors scores tables | first column | To the first column.
last-column | $ | models factors scores tables | last column | To the last column.
pane | Tab Shift+Tab | clusters words | pane | To the other pane.
# open
open | Enter | start runs shelf findings models elicit list map history factors meaning scores compare check report tables clusters words | open | Open what is selected; from any number down to the raw line.
mark | Space | runs models clusters words scores report | mark | Mark or unmark.
mark-range | v | models clusters words | range | Mark from the last mark to here.
mark-all | a | models clusters words | all shown | Mark all that is shown, or none.
source | o | list reader words doubts compare | raw line | Open the raw line of the log in your editor.
undo | u | clusters words doubts map history factors | undo | Undo the last edit; edits survive quitting. | undo | valuelex curate <run> undo
redo | Ctrl+R | clusters words doubts map history factors | redo | Do again what was undone. | redo | valuelex curate <run> redo
save-run | W | * | save elsewhere | Write the run, as it is in memory, to another folder. | run
# runs
new-run | n | start runs | new | Choose models and start a new run. |  | valuelex run --new
import | i | start runs | import | Import answers that were collected elsewhere. |  | valuelex import <file> --as responses
duplicate | d | runs | duplicate | Copy the study, to change and run again. |  | valuelex run <run>/study.yaml --new
compare | = | runs | compare | Compare the two marked runs. |  | valuelex compare <run> <run>
check | c | start runs | check | Check a new model against the selected run. |  | valuelex check <model> --against <run>
findings | f | runs | findings | Show what was found in the open run. | run
rename-run | e | runs | rename | Rename the selected run, and its folder. |  | valuelex runs rename <run> <name>
archive-run | A | runs | archive | Put the selected run into the archive. |  | valuelex runs archive <run>
delete-run | x | runs shelf | delete | Move the selected run to the trash. |  | valuelex runs delete <run>
bring-back | u | start runs | bring back | Bring back the run that was put away last. |  | valuelex runs restore <run>
bring-back | u | shelf | bring back | Bring the selected run back. |  | valuelex runs restore <run>
next-shelf | v | start runs | put away | Show the archive. |  | valuelex runs --archived
next-shelf | v | shelf | next | Show the trash; after it, the runs. |  | valuelex runs --trash
# models
preset | p | models | preset | Next preset: quick, default, own.
settings | t | models | settings | Set temperatures, top-p, and repeats.
tags | T | models | tags | Set family, size, and training of the selected model.
budget | b | models | budget | Set the most that it may cost.
add-endpoint | n | models | add | Add an address of models by hand.
balance | i | models | balance | Show the balance of what is marked.
download | d | start models | fetch | Fetch the two default models. |  | valuelex models pull
rescan | R | start models | look again | Look for models again.
# run
pause-lane | p | elicit scores | pause lane | Pause the selected lane, or let it go on. | run
pause-all | P | elicit scores clusters factors | pause | Pause the run, or let it go on. | run | valuelex run <run>
fewer | { | elicit scores | fewer | Ask less at once. | run
more | } | elicit scores | more | Ask more at once. | run
retry | R | elicit scores | retry | Ask again what failed. | run
problems | E | elicit | problems | Read what went wrong. | run
# clusters
fewer-clusters | ← | clusters words | fewer | One cluster fewer. | clusters | valuelex curate <run> clusters <k>
more-clusters | → | clusters words | more | One cluster more. | clusters
doubts | D | clusters words | doubts | Go through the words that the clustering is least sure of. | doubts
merge | m | clusters | merge | Merge the marked clusters into the selected one. | clusters | valuelex curate <run> merge <word> <word>
rename | e | clusters words | rename | Rename the cluster. | clusters | valuelex curate <run> rename <word> <name>
split | s | clusters words | split | Take the marked words out into a cluster of their own. | clusters | valuelex curate <run> split <word> <word>
move | M | words | move | Move the word to another cluster. | clusters | valuelex curate <run> move <word> <word>
discard | x | clusters words doubts | discard | Discard to the tray; in the tray: bring back. | clusters | valuelex curate <run> discard <word>
suggestion | y | clusters words | accept | Accept the suggestion. | suggestion
next-suggestion | Y | clusters words | another | Show the next suggestion. | suggestions
history | H | clusters words | history | Show all edits in order. | clusters
map | O | clusters words | map | Show the words on a plane. | clusters
quality | K | clusters words | how many | Show silhouette and stability for each number of clusters. | clusters
take | Enter | doubts | take | Put the word where the pointer is.
next-candidate | Tab | doubts | next | To the next likely cluster.
name-place | / | doubts | find | Type the name of another cluster.
own-cluster | n | doubts | new | Make a cluster of its own for the word.
later | s | doubts | later | Leave this word for later.
# factors
fewer-factors | ← | factors | fewer | One factor fewer. | factors | valuelex curate <run> factors <k>
more-factors | → | factors | more | One factor more. | factors
rotation | t | factors | rotation | Next rotation: oblimin, varimax, promax, none. | factors | valuelex curate <run> rotation <name>
extraction | E | factors | extraction | Minimum residual or principal components. | factors | valuelex curate <run> extraction <name>
name-factor | e | factors | name | Name the factor in the selected column. | factors | valuelex curate <run> name-factor <word> <name>
flip | f | factors | flip | Turn the selected factor round. | factors | valuelex curate <run> flip <word>
meaning | d | factors | meaning | Show where meaning and company disagree. | factors
model-scores | m | factors | models | Show where the models stand on the factors. | factors
how-many | K | factors | how many | Show what each rule says about the number of factors. | factors
stability | i | factors | stability | Show intervals of the loadings, and which factors come back in other models. | factors
fit | a | factors | fit | Show adequacy and fit, and how few rows these count like. | factors
power | p | factors | power | Simulate how many models a study needs for these factors to come back. | factors | valuelex power <run>
compute | c | factors | compute | Take up again what Ctrl+X stopped. | run
by-size | s | factors | pattern | Show the pattern or the structure. | factors
# scores
profile | c | scores | profile | Raw scores, or centred on each model’s own mean. | scores
system | V | scores | system | Next value system on the same completions. | scores
by-group | b | scores | group | Group the models by family. | scores
compare-models | = | scores | compare | Compare two models: mark two, or mark one and stand on another. | scores
stronger-judge | J | scores | judges | Name other judges and rate again. | run | valuelex run <run> --judges <model>,<model>
instruments | I | scores | instruments | Show the other instruments, and ask them. | run | valuelex instruments <run>
exam | X | scores | exam | Show how the judges did in their exam. | run | valuelex judge exam
stems | i | scores | stems | Show difficulty and discrimination of each stem. | scores
decision | D | scores | how many | Show what other numbers of stems and judges would give. | scores
correlations | K | scores | correlations | Show how the subdimensions go together. | scores
next-stem | n | compare | next stem | The next stem.
previous-stem | p | compare | previous | The stem before.
# table
find | / | clusters words factors scores list reader tables | find | Find a text.
keep | / | models | filter | Keep the rows that hold a text.
keep | & | clusters factors scores list tables | keep | Keep only rows that hold a text.
find-next | n | clusters words factors scores list reader tables | next | The next place with the text.
find-previous | N | clusters words factors scores list reader tables | previous | The place before with the text.
reset | r | models clusters factors scores list tables | reset | All rows and columns, as computed.
sort | S | models factors scores tables clusters | sort | Sort by this column: down, up, as computed.
freeze | ! | models factors scores tables | freeze | Keep the columns up to this one in view.
hide | - | models factors scores tables | hide | Hide this column.
previous-different | < | models factors scores tables | differs | To the row above with another value.
next-different | > | models factors scores tables | differs | To the row below with another value.
heat | % | factors scores tables | heat | Colours by size, on or off.
copy-table | Y | models factors scores tables check | copy | Copy this table as Markdown.
write-table | w | models factors scores tables compare check clusters words | write | Write this table beside the run.
# report
write-report | w | report | write | Write the chosen files. | run | valuelex report <run>
browser | B | report findings runs | browser | Open the report in the browser. | run
copy-command | C | report findings runs elicit | copy command | Copy the command that makes this run again. | run
# out
quit | q | * | quit | Pause what works, and leave.
interrupt | Ctrl+C | * | leave | Once: pause and leave, the command that resumes is printed. Twice: leave at once.
interrupt | Ctrl+C | help palette prompt confirm progress | leave | Once: pause and leave. Twice: leave at once.
`;

/** All commands, read from the table. Throws on a line that names an unknown context or need. */
function readTable(text: string): Command[] {
  let group: CommandGroup = 'move';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      if (line.startsWith('# ')) {
        group = line.slice(2) as CommandGroup;
        return [];
      }
      const cells = line.split(' | ').map((cell) => cell.trim());
      const [id = '', keys = '', where = '', label = '', help = '', need = '', command = ''] =
        cells;
      const named = where.split(' ') as Context[];
      const disabled = needs[need];
      if (!disabled || (where !== '*' && named.some((context) => !contexts.includes(context))))
        throw new Error(`keymap: cannot read "${line}"`);
      const place = where === '*' ? ('everywhere' as const) : named;
      return [
        { id, keys: keys.split(' '), contexts: place, label, help, group, disabled, line: command },
      ];
    });
}

export const keymap: readonly Command[] = readTable(table);
