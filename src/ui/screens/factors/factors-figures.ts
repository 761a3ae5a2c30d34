/** The meaning of each figure of screen 5 in one line, shown by `?`. */
import type { Figure } from '../../scene.ts';

/** In the order of the screen: the table from left to right, its foot, the lines below. */
export const factorFigures: readonly Figure[] = [
  [
    'F1 …',
    'Loading, −1 to +1: how strongly the cluster goes with this factor, the other factors held fixed.',
  ],
  [
    '°',
    'The loading’s 95 % interval over resampled models covers 0: other models could bring it to nothing.',
  ],
  ['≠', 'Since the last change the cluster loads with other clusters.'],
  ['▲ name', 'Heywood case: almost no unique variance is left; do not trust the solution there.'],
  ['h²', 'Communality, 0 to 1: the share of the cluster’s variance that the factors explain.'],
  ['cplx', 'Complexity (Hofmann): on how many factors the cluster loads; 1.0 is a single one.'],
  ['mentions', 'In how many answers a word of the cluster was named.'],
  ['rel', 'Reliability over prompts, 0 to 1: whether the same models name it again; ▲ below .5.'],
  [
    'MSA',
    'Sampling adequacy of the cluster, 0 to 1: below .5 it shares too little with the others.',
  ],
  ['variance', 'The share of the variance of all clusters that the factor explains.'],
  [
    'replicates',
    'Congruence of the factor between halves of the models, 0 to 1: ✓ from .95, ~ from .85, ✗ below.',
  ],
  ['suggested', 'How many factors have larger eigenvalues than chance gives (parallel analysis).'],
  [
    'eigenvalues',
    'Variance along each factor, in clusters: 2.0 is as much as two clusters have. The bar is after those taken.',
  ],
  ['λ', 'The same eigenvalues, where there is little room.'],
  [
    'chance',
    'Eigenvalues of the same rows shuffled within models (95th percentile): factors below them are noise.',
  ],
  [
    'KMO',
    'Sampling adequacy over all clusters (Kaiser, Meyer, Olkin): from .6 on it can be factored, below .5 it cannot.',
  ],
  ['Bartlett', 'Whether the clusters correlate at all; a small p says that they do.'],
  ['RMSR', 'Root mean square of what the factors leave of the correlations: below .05 is close.'],
  [
    'RMSEA',
    'Misfit per degree of freedom: below .05 close, above .10 poor; in brackets its 90 % interval.',
  ],
  ['CFI', 'Fit compared with no factors at all, 0 to 1: from .95 good.'],
  ['TLI', 'The same with a penalty for many factors: from .95 good.'],
  [
    'fit',
    'Withheld where rows of one model are not independent and cannot be corrected; `a` says why.',
  ],
  [
    'count like',
    'How many independent rows these rows are worth: rows of one model resemble each other.',
  ],
  ['correlations', 'Between factors, −1 to +1; 0 throughout after an orthogonal rotation.'],
  ['like', 'The dimension of a known value system whose words the factor shares most.'],
];
