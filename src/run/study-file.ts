/** Reads and writes `study.yaml`. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { UserError } from '../errors.ts';
import { readYaml } from '../prompts/read-yaml.ts';
import { type Study, studySchema } from './study.ts';

/** The study in a file. Throws UserError that names the field, the line, and the nearest valid name. */
export function readStudy(file: string): Study {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError('The study file cannot be read.', {
      where: file,
      hint: 'Name a study.yaml, or a run folder that holds one.',
      cause,
    });
  }
  return readYaml(text, studySchema, file);
}

/** Writes the study whole or not at all. */
export function writeStudy(file: string, study: Study): void {
  const half = `${file}.new`;
  try {
    writeFileSync(half, stringify(study, { lineWidth: 100 }));
    renameSync(half, file);
  } catch (cause) {
    throw new UserError('The study file cannot be written.', {
      where: file,
      hint: 'Check the permissions and the free space of the disk.',
      exit: 'disk',
      cause,
    });
  }
}
