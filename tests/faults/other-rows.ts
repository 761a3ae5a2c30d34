/** Faults of the network, the clock, the disk, and of processes: each has a test of its own. */
import type { FaultRow } from './fault-row.ts';

const network = 'network.test.ts';
const folder = 'folder.test.ts';
const local = 'local.test.ts';
const edits = '../terminal/edits.test.ts';
const kill = '../terminal/kill.test.ts';
const pastes = '../terminal/paste.test.ts';

export const otherRows: readonly FaultRow[] = [
  {
    fault: 'a refused connection, for a while',
    does: 'asks again, 15 times (about ten minutes) where the endpoint has answered before, 6 times (half a minute) where it never has; as many requests as the account allows wait, and no new one begins',
    sees: 'lab: nothing answers at <host>',
    test: network,
  },
  {
    fault: 'a refused connection, for good',
    does: 'stops the lane after those attempts; the same command asks for the rest',
    sees: 'lab: nothing answers at <host>',
    test: network,
  },
  {
    fault: 'an endpoint that does not answer at the start',
    does: 'asks four times for its models (some seconds), then leaves its models out of this run; the same command asks them',
    sees: 'lab:test-8b-instruct: lab: nothing answers at <host>. Start the server, or correct its address.',
    test: network,
  },
  {
    fault: 'DNS failure',
    does: 'the same as a refused connection',
    sees: 'lab: the name <host> cannot be resolved',
    test: network,
  },
  {
    fault: 'an endpoint behind a proxy (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY; NO_PROXY)',
    does: 'asks through it; one that NO_PROXY names (a name, an address, a subnet), or that was found on this machine, is asked directly; what goes wrong names the proxy and its variable, never its password',
    sees: null,
    test: folder,
  },
  {
    fault: 'TLS error: a certificate that nobody vouches for',
    does: 'the same as a refused connection; nothing is sent',
    sees: 'lab: no secure connection to <host> (DEPTH_ZERO_SELF_SIGNED_CERT)',
    test: network,
  },
  {
    fault: 'TLS error: a plain server behind https',
    does: 'the same as a refused connection',
    sees: 'lab: no secure connection to <host> (ERR_SSL_WRONG_VERSION_NUMBER)',
    test: network,
  },
  {
    fault: 'the same fault over and over',
    does: 'stops the lane after three requests in a row that failed for good',
    sees: 'lab: the endpoint failed (HTTP 500) (<host>)',
    test: network,
  },
  {
    fault: 'one model of an account refused for a day',
    does: 'stops its lane; the other models of the account continue',
    sees: 'lab: too many requests (HTTP 429). It asks to wait 24 h (<host>)',
    test: network,
  },
  {
    fault: 'usage that is never told, under a budget',
    does: 'counts what each request can take at most, so that the brake still stops before the limit',
    sees: 'The next request could cross the budget of 800 tokens; the run is paused.',
    test: network,
  },
  {
    fault: 'a clock jump backwards during a rest',
    does: 'shortens the rest by the jump: it lasts as long as was asked',
    sees: 'lab: too many requests (HTTP 429)',
    test: network,
  },
  {
    fault: 'a clock jump forwards during a rest',
    does: 'ends the rest early at worst',
    sees: 'lab: too many requests (HTTP 429)',
    test: network,
  },
  {
    fault: '`kill -9` of the program',
    does: 'nothing at the time; the same command drops a torn last line and asks for what is missing',
    sees: null,
    test: kill,
  },
  {
    fault: "`kill -9` of a local model's process",
    does: 'starts it again and asks again',
    sees: "The local model's process ended: SIGKILL",
    test: local,
  },
  {
    fault: 'three endpoints at once, one of them flaky',
    does: 'finishes with every answer once: a local model, `valuelex serve`, and a server with faults',
    sees: null,
    test: local,
  },
  {
    fault: 'a full disk',
    does: 'stops at once with exit code 6; nothing is half written; with room again the same command continues',
    sees: 'The disk is full; the run is paused',
    test: folder,
  },
  {
    fault: 'a file that may not grow (quota)',
    does: 'the same',
    sees: 'responses.jsonl cannot be written',
    test: folder,
  },
  {
    fault: 'a read-only run folder',
    does: 'leaves it as it is: reading works, and `valuelex run` works on a copy in `--runs` (exit code 6 where that cannot be written to either)',
    sees: 'This run is read-only; here is a copy of it to change',
    test: folder,
  },
  {
    fault: 'a home folder that cannot be written to, or none',
    does: 'continues: settings are kept in memory, caches in a private folder among the temporary files; what was fetched and learned before is read',
    sees: 'Settings last until the program ends, caches go to <folder>',
    test: folder,
  },
  {
    fault: 'two programs on one run',
    does: 'the second stops and names the first; the first continues',
    sees: 'This run is open in another valuelex (process <pid> on <name>).',
    test: folder,
  },
  {
    fault: 'a torn last line',
    does: 'cuts it off on opening and asks for it again',
    sees: null,
    test: folder,
  },
  {
    fault: 'a corrupt line in the middle',
    does: 'stops with file and line (exit code 5); nothing is overwritten',
    sees: 'responses.jsonl:2: this line is not JSON',
    test: folder,
  },
  {
    fault: 'edits of a read-only run, faster than it can be copied',
    does: 'makes one copy; the edits wait in line and land in it, in their order; each reply names the copy',
    sees: '(u undoes) · in a copy: ',
    test: edits,
  },
  {
    fault: 'a run folder that is deleted while it is open',
    does: 'refuses edits and reports; W writes the run, as it is in memory, to a new one',
    sees: 'not saved: the run folder was moved or deleted; W writes the run elsewhere',
    test: edits,
  },
  {
    fault: 'a run folder that is deleted while it is open, and left',
    does: 'ends with exit code 6, and does not say that all is on disk',
    sees: 'the run folder was moved or deleted',
    test: edits,
  },
  {
    fault: 'a run folder that becomes read-only while it is open',
    does: 'refuses edits until it is writable again',
    sees: 'not saved: the run folder is read-only now; W writes the run elsewhere',
    test: edits,
  },
  {
    fault: 'a disk that fills while a run is edited',
    does: 'refuses edits until there is room; what was acknowledged is on disk, and no line is torn',
    sees: 'not saved: the disk is full; make room, or W writes the run elsewhere',
    test: edits,
  },
  {
    fault: 'a key that pauses, pressed twice in a row',
    does: 'the process that owns the run decides each time; the message is its reply',
    sees: 'continues',
    test: edits,
  },
  {
    fault: 'pasted text whose end never comes, where no field is open',
    does: 'drops it; after a second of silence keys act again',
    sees: 'pasted text is ignored outside a field',
    test: pastes,
  },
  {
    fault: 'keys in a terminal too small to show anything',
    does: 'does nothing but leave',
    sees: 'valuelex needs 60×20; this terminal is 40×10',
    test: pastes,
  },
];
