/** The report's files: the list of them, their texts, and the one function that writes them. */

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { visibleCell } from '../safe-text/visible.ts';
import { plural } from '../tables/numbers.ts';
import { clustersCsv, descriptorsCsv, loadingsCsv, wordsCsv } from './csv.ts';
import { htmlReport } from './html.ts';
import { type CsvFile, lineFiles, tableFiles } from './instrument-parts.ts';
import { runJson } from './json.ts';
import { markdownReport } from './markdown.ts';
import { reportData } from './report-data.ts';
import type { ReportInput } from './report-input.ts';
import type { ReportData } from './report-schema.ts';
import { isThere } from './report-schema.ts';

export const reportFormats = ['html', 'csv', 'md', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A file that a report consists of. */
export type ReportFile = { name: string; format: ReportFormat; what: string };

type Files = Pick<ReportInput, 'state' | 'instruments'>;

/** Operations of a disk that writing needs. */
export type ReportDisk = {
  makeFolder(path: string): void;
  /** Makes a new file; throws where there is one of that name. */
  write(path: string, parts: Iterable<string>): void;
  /** Replaces the file or link at `to`. */
  rename(from: string, to: string): void;
  /** Removes the file if it is there. */
  remove(path: string): void;
};

/** The real disk; a file is on it when `write` returns. */
export const nodeDisk: ReportDisk = {
  makeFolder: (path) => {
    makeFolder(path);
  },
  write(path, parts) {
    const file = openSync(path, 'wx');
    try {
      for (const part of parts) writeFileSync(file, part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
};

/** The files of this run's report with a short description each; files without content are left out. */
export function reportFiles({ state, instruments }: Files): ReportFile[] {
  const { lexicon, curated, factors } = state.results;
  const view = factors && !('unavailable' in factors) ? factors : null;
  const file = (name: string, format: ReportFormat, what: string): ReportFile => ({
    name,
    format,
    what,
  });
  return [
    file('report.html', 'html', 'one file, no network: summary, method, all tables, plots'),
    ...(view ? [file('loadings.csv', 'csv', `${view.columns.length} clusters × ${view.k}`)] : []),
    ...(lexicon
      ? [
          file('words.csv', 'csv', `${plural(lexicon.descriptors.length, 'word')}, one row each`),
          file('descriptors.csv', 'csv', 'every mention of a word, with its answer'),
        ]
      : []),
    ...(curated
      ? [
          file(
            'clusters.csv',
            'csv',
            `${plural(curated.clusters.length, 'cluster')} with their words`,
          ),
        ]
      : []),
    ...csvFiles({ state, instruments }).map(({ name, what }) => file(name, 'csv', what)),
    file('report.md', 'md', 'the main tables as Markdown'),
    file('run.json', 'json', 'everything, for programs'),
  ];
}

/** Text of one of the files, in pieces. */
function reportText(name: string, data: ReportData, input: ReportInput): Iterable<string> {
  switch (name) {
    case 'report.html':
      return [htmlReport(data)];
    case 'report.md':
      return [markdownReport(data)];
    case 'run.json':
      return [runJson(data)];
    case 'loadings.csv':
      return loadingsCsv(data);
    case 'words.csv':
      return wordsCsv(data, input.state.results.lexicon, input.responses);
    case 'descriptors.csv':
      return descriptorsCsv(data, input.state.results.lexicon, input.responses);
    case 'clusters.csv':
      return clustersCsv(data);
    default: {
      const found = csvFiles(input).find((one) => one.name === name);
      if (found) return found.text();
      throw new UserError(`A report has no file ${name}.`, {
        hint: `Its files: ${reportFiles(input)
          .map((file) => file.name)
          .join(', ')}.`,
      });
    }
  }
}

/**
 * Writes the files of these formats into `folder`, each whole or not at all: an older report stays
 * until the new one is complete. Returns the paths written. Throws UserError (exit `disk`) where the
 * folder cannot be written.
 */
export function writeReport(
  folder: string,
  input: ReportInput,
  formats: readonly ReportFormat[],
  disk: ReportDisk = nodeDisk,
): string[] {
  const data = reportData(input);
  const files = reportFiles(input).filter((file) => formats.includes(file.format));
  const written: string[] = [];
  for (const { name } of files) {
    const path = join(folder, name);
    const half = join(folder, `.${name}.${process.pid}.new`);
    try {
      disk.makeFolder(folder);
      disk.remove(half);
      disk.write(half, reportText(name, data, input));
      disk.rename(half, path);
    } catch (cause) {
      if (!isDiskError(cause)) throw cause;
      removeQuietly(disk, half);
      throw new UserError(`The report cannot be written: ${cause.message}.`, {
        where: path,
        hint: 'Check the permissions and the free space, or name another folder.',
        exit: 'disk',
        cause,
      });
    }
    written.push(path);
  }
  return written;
}

/** Results of the instruments and their data: tables and lines. */
function csvFiles({ state: { results, simulated }, instruments }: Files): CsvFile[] {
  return [
    ...Object.entries(results.instruments).flatMap(([id, found]) =>
      'told' in found ? tableFiles(id, found.told.tables, simulated) : [],
    ),
    ...(results.curators ? tableFiles('curators', results.curators.told.tables, simulated) : []),
    ...(results.methods ? tableFiles('methods', results.methods.told.tables, simulated) : []),
    ...instruments.flatMap(({ instrument, facts }) =>
      facts && results.instruments[instrument.id] ? lineFiles(instrument, facts) : [],
    ),
  ];
}

/** Plain lines: the sentences that the report opens with, how to cite it, how to run it again. */
export function reportPreview(input: ReportInput): string[] {
  const data = reportData(input);
  const { clusters } = data;
  const curated = isThere(clusters) && clusters.edits.length > 0;
  return [
    ...(data.simulated ? ['▲ SIMULATED: no real model was asked.'] : []),
    ...data.summary,
    ...(data.warnings.length > 0
      ? [`▲ ${plural(data.warnings.length, 'warning')} in the report.`]
      : []),
    ...(isThere(clusters) && !curated ? ['No cluster was curated by hand yet.'] : []),
    '',
    `cite   ${data.respondents.length > 0 ? 'Biedma et al. 2024 for the method, ' : ''}valuelex ${data.version}`,
    `again  ${data.again}`,
  ].map(visibleCell);
}

function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}

function removeQuietly(disk: ReportDisk, path: string): void {
  try {
    disk.remove(path);
  } catch {
    // The first error is the useful one; a partial file with a dot before its name does no harm.
  }
}
