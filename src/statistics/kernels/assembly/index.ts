/**
 * Numeric kernels in AssemblyScript, for WebAssembly with 128-bit vectors. Pointers are byte addresses of doubles; the
 * caller lays out the memory (../kernels.ts). Built by scripts/make-kernels.mjs.
 */
export { products, standardise } from './correlation';
export { assign, centre, exchange, gather, scatter, seed } from './k-means';
export { lanczos, product } from './lanczos';
export { oblimin } from './oblimin';
export { cholesky, diagonalOfGram, gramOfLower, invertLower } from './positive-definite';
export { rowProducts } from './row-products';
export { backTransform, implicitQl, rootFreeQl, tridiagonalise } from './tridiagonal';
