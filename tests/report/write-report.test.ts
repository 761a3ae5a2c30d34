import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportInputOf } from '../../src/report/report-input.ts';
import {
  nodeDisk,
  type ReportDisk,
  reportFiles,
  reportFormats,
  reportPreview,
  writeReport,
} from '../../src/report/write-report.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import { fixtureState } from '../support/fixture-state.ts';
import { hostileInput } from './hostile-run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeReport', () => {
  it('writes exactly the files that it names, of the formats asked for', () => {
    const input = hostileInput();
    const written = writeReport(folder, input, reportFormats);
    expect(written).toEqual(reportFiles(input).map(({ name }) => join(folder, name)));
    expect(readdirSync(folder).sort()).toEqual(
      written.map((path) => path.slice(folder.length + 1)).sort(),
    );
    expect(writeReport(folder, input, ['md'])).toEqual([join(folder, 'report.md')]);
  });

  it('replaces a link instead of writing through it', () => {
    const outside = join(folder, 'outside.txt');
    writeFileSync(outside, 'mine');
    symlinkSync(outside, join(folder, 'report.md'));
    writeReport(folder, hostileInput(), ['md']);
    expect(readFileSync(outside, 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toMatch(/^# quiet-otter/);
  });

  it('leaves the old report when the disk is full, and says so', () => {
    writeReport(folder, hostileInput(), ['md']);
    const before = statSync(join(folder, 'report.md')).mtimeMs;
    const full: ReportDisk = {
      ...nodeDisk,
      write(path) {
        writeFileSync(path, 'half');
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      },
    };
    expect(() => writeReport(folder, hostileInput(), ['md'], full)).toThrow(
      expect.objectContaining({ name: 'UserError', exit: 'disk' }),
    );
    expect(statSync(join(folder, 'report.md')).mtimeMs).toBe(before);
    expect(readdirSync(folder)).toEqual(['report.md']);
  });

  it('marks every file of a simulated run', () => {
    for (const path of writeReport(folder, hostileInput({ simulated: true }), [
      'html',
      'md',
      'json',
    ]))
      expect(readFileSync(path, 'utf8')).toMatch(/SIMULATED|"simulated": true/);
    for (const path of writeReport(folder, hostileInput({ simulated: true }), ['csv']))
      expect(readFileSync(path, 'utf8').split('\n')[0]).toMatch(/,(simulated|source)$/);
  });

  it('keeps a key out of every file', () => {
    for (const path of writeReport(folder, hostileInput(), reportFormats))
      expect(readFileSync(path, 'utf8'), path).not.toContain('canary-key');
  });
});

describe('reportFiles', () => {
  it('leaves out tables that would be empty', () => {
    expect(
      reportFiles({ state: fixtureState({ bare: true }), instruments: [] }).map(({ name }) => name),
    ).toEqual(['report.html', 'report.md', 'run.json']);
  });
});

describe('report.md', () => {
  it('holds hostile text as text', () => {
    const [path] = writeReport(folder, hostileInput(), ['md']);
    const text = readFileSync(path!, 'utf8');
    expect(text).not.toMatch(/<script|<img|\u001b|\u202e|http:\/\//);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('reportPreview', () => {
  it('opens with the summary and ends with the command', async () => {
    const input = await reportInputOf(fixtureSession(), { version: '1.0.0', now: 0 });
    const lines = reportPreview(input);
    expect(lines[0]).toMatch(/^Two models named/);
    expect(lines.at(-1)).toMatch(/^again {2}valuelex run /);
  });

  it('marks a simulated run first', () => {
    expect(reportPreview(hostileInput({ simulated: true }))[0]).toMatch(/SIMULATED/);
  });
});

describe('reportInputOf', () => {
  it('compares the two models that lie farthest apart and gives what every instrument was answered', async () => {
    const session = fixtureSession();
    const input = await reportInputOf(session, { version: '1.0.0', now: 0 });
    expect([input.comparison!.a, input.comparison!.b].sort()).toEqual(
      ratedIn(session.getState().results)
        .scores[0]!.models.map(({ model }) => model)
        .sort(),
    );
    expect(input.instruments).toEqual(session.instruments());
  });
});
