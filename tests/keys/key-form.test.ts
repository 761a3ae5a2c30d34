import { expect, test } from 'vitest';
import { looksLikeKey } from '../../src/keys/key-form.ts';

test.each([
  'sk-canary-93f1c0ffee5d',
  'gsk_AbcdEfgh12',
  'hf_aBcDeFgHiJkLm',
  'AIzaSyA1bC2dE3fG4h',
  'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  'A1B2C3D4E5F60718293A4B5C6D7E8F90',
])('%s is a key', (text) => expect(looksLikeKey(text)).toBe(true));

test.each([
  'OPENAI_API_KEY',
  'LAB_2_KEY',
  'AZURE_OPENAI_API_KEY_EASTUS_2',
  'my_lab_key',
  'HF_TOKEN',
  'hf_token',
  'TOGETHER_API_KEY_2026_05',
])('%s is the name of a variable', (text) => expect(looksLikeKey(text)).toBe(false));
