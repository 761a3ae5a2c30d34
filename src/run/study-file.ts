/** Reads and writes `study.yaml`. */
import { parseDocument, stringify } from 'yaml';
import { UserError } from '../errors.ts';
import { readPlainText, replaceFile } from '../facts/plain-file.ts';
import { readYaml } from '../prompts/read-yaml.ts';
import { type Study, studySchema } from './study.ts';

/** Bytes; a study with ten thousand models is smaller. */
const mostBytes = 1_000_000;

/** The study in a file. Throws UserError that names the field, the line, and the nearest valid name. */
export function readStudy(file: string): Study {
  let text: string;
  try {
    text = readPlainText(file, mostBytes);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
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
  writeText(file, stringify(study, { lineWidth: 100 }));
}

/** Changes some fields of a study file; comments and all else stay as they are. Throws as `readStudy` and `writeStudy` do. */
export function setStudyFields(file: string, fields: Partial<Study>): void {
  readStudy(file);
  const document = parseDocument(readPlainText(file, mostBytes));
  for (const [name, value] of Object.entries(fields)) document.set(name, value);
  writeText(file, document.toString({ lineWidth: 100 }));
}

function writeText(file: string, text: string): void {
  try {
    replaceFile(file, text);
  } catch (cause) {
    throw new UserError('The study file cannot be written.', {
      where: file,
      hint: 'Check the permissions and the free space of the disk.',
      exit: 'disk',
      cause,
    });
  }
}
