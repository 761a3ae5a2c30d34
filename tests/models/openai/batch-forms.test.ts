import { describe, expect, it } from 'vitest';
import {
  idOfUpload,
  isBatchOf,
  readPage,
  readStatus,
} from '../../../src/models/openai/batch-forms.ts';

describe('forms of a batch interface', () => {
  it('reads a batch, and what an imitator leaves out as not told', () => {
    const whole = {
      id: 'batch_1',
      status: 'failed',
      output_file_id: 'file-2',
      error_file_id: '',
      expires_at: 1_700_000_000,
      request_counts: { completed: 3, failed: 1, total: 4 },
      errors: { data: [{ code: 'token_limit', message: 'too many' }, { code: 'other' }] },
    };
    expect(readStatus(whole)).toEqual({
      id: 'batch_1',
      status: 'failed',
      counts: { completed: 3, failed: 1 },
      outputFile: 'file-2',
      errorFile: null,
      expiresAt: 1_700_000_000_000,
      refusal: { code: 'token_limit', message: 'too many' },
    });
    expect(
      readStatus({ id: 'b', status: 'completed', expires_at: 'soon', request_counts: 4 }),
    ).toEqual({
      id: 'b',
      status: 'completed',
      counts: null,
      outputFile: null,
      errorFile: null,
      expiresAt: null,
      refusal: null,
    });
    for (const raw of [null, 'no', { id: '', status: 'completed' }, { id: 'b', status: 'done' }])
      expect(readStatus(raw)).toBeNull();
  });

  it('names the entry after which the next page begins, and none after the last page', () => {
    const data = [{ id: 'a' }, { id: 'b' }];
    expect(readPage({ data, has_more: true })).toEqual({ entries: data, next: 'b' });
    expect(readPage({ data })?.next).toBeNull();
    expect(readPage({ data: [{}], has_more: true })?.next).toBeNull();
    expect(readPage({ error: 'no' })).toBeNull();
  });

  it('knows a batch by its mark or its file, and an upload by its name', () => {
    const order = { file: 'file-1', mark: 'ours' };
    const batch = { id: 'b', status: 'completed' };
    expect(isBatchOf({ ...batch, metadata: { valuelex_batch: 'ours' } }, order)).toBe(true);
    expect(isBatchOf({ ...batch, input_file_id: 'file-1' }, order)).toBe(true);
    expect(isBatchOf({ ...batch, metadata: { valuelex_batch: 'other' } }, order)).toBe(false);
    expect(isBatchOf({ input_file_id: 'file-1' }, order)).toBe(false);
    expect(idOfUpload({ id: 'f', filename: 'x.jsonl' }, 'x.jsonl')).toBe('f');
    expect(idOfUpload({ id: 'f', filename: 'y.jsonl' }, 'x.jsonl')).toBeNull();
  });
});
