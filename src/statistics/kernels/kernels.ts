/**
 * The WebAssembly kernels (sources in assembly/) and the memory that they work on. A kernel keeps nothing between
 * calls: `workspace` lays arrays out again each time, so a caller copies in, runs, and copies out
 * before anyone else asks for room, or looks whether anyone has. Each thread has its own instance.
 */
import { wasm } from './compiled.ts';

/** Pointers are byte addresses of doubles. What each does and expects stands beside its source. */
export interface Kernels {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  standardise(columns: number, n: number, stride: number, p: number, constant: number): void;
  products(columns: number, stride: number, p: number, work: number, out: number): void;
  tridiagonalise(
    a: number,
    n: number,
    stride: number,
    diagonal: number,
    off: number,
    norms: number,
    work: number,
  ): void;
  implicitQl(d: number, e: number, n: number, rows: number, width: number): number;
  rootFreeQl(d: number, e: number, n: number): number;
  backTransform(
    reflectors: number,
    norms: number,
    n: number,
    stride: number,
    vectors: number,
    k: number,
  ): void;
  cholesky(a: number, n: number, stride: number): number;
  invertLower(l: number, n: number, stride: number, w: number): void;
  gramOfLower(w: number, n: number, stride: number, out: number): void;
  diagonalOfGram(w: number, n: number, stride: number, out: number): void;
  oblimin(
    a: number,
    p: number,
    stride: number,
    k: number,
    t: number,
    gamma: number,
    l: number,
    g: number,
    sums: number,
    work: number,
    projected: number,
  ): number;
  product(a: number, n: number, stride: number, x: number, y: number): void;
  lanczos(
    a: number,
    n: number,
    stride: number,
    basis: number,
    from: number,
    to: number,
    alpha: number,
    beta: number,
  ): number;
  seed(
    points: number,
    n: number,
    stride: number,
    centres: number,
    k: number,
    c: number,
    labels: number,
    own: number,
    lower: number,
    least: number,
  ): void;
  assign(
    points: number,
    n: number,
    stride: number,
    centres: number,
    k: number,
    moved: number,
    labels: number,
    own: number,
    lower: number,
    sizes: number,
    sums: number,
  ): number;
  gather(
    points: number,
    n: number,
    stride: number,
    k: number,
    labels: number,
    sizes: number,
    sums: number,
  ): void;
  centre(
    stride: number,
    centres: number,
    k: number,
    moved: number,
    sizes: number,
    sums: number,
  ): void;
  exchange(
    points: number,
    n: number,
    stride: number,
    centres: number,
    k: number,
    moved: number,
    labels: number,
    own: number,
    lower: number,
    sizes: number,
    leave: number,
    enter: number,
    second: number,
    quick: number,
    least: number,
  ): number;
  scatter(
    points: number,
    n: number,
    stride: number,
    centres: number,
    k: number,
    labels: number,
    out: number,
  ): void;
  rowProducts(rows: number, groups: number, size: number, first: number, out: number): void;
}

/** Neither TypeScript's ES library nor Node's types have it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

const pageBytes = 65536;
/** Below this nothing is laid out: the kernels' own data could lie there. */
const firstByte = 1024;
/** More than this is given back once it is not in use. */
const keptBytes = 64 * 1024 * 1024;

let module: object | undefined;
let kernels: Kernels | undefined;
/** How often memory was laid out. */
let layouts = 0;

export interface Workspace<Name extends string> {
  kernels: Kernels;
  /** Byte addresses of the arrays asked for, each a multiple of 16. */
  at: Record<Name, number>;
  /** Their doubles, as whatever was there before. */
  arrays: Record<Name, Float64Array>;
  /** True until somebody else has asked for room. */
  isCurrent: () => boolean;
}

/**
 * Room for arrays of so many doubles, until the next call of anything in this folder.
 * @throws RangeError above 4 GB, the most that WebAssembly has
 */
export function workspace<Name extends string>(lengths: Record<Name, number>): Workspace<Name> {
  const names = Object.keys(lengths) as Name[];
  const at = {} as Record<Name, number>;
  let end = firstByte;
  for (const name of names) {
    at[name] = end;
    end += Math.ceil(lengths[name] / 2) * 16;
  }
  if (kernels && kernels.memory.buffer.byteLength > keptBytes && end <= keptBytes)
    kernels = undefined;
  module ??= new WebAssembly.Module(bytesOf(wasm));
  kernels ??= new WebAssembly.Instance(module).exports as Kernels;
  const { memory } = kernels;
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  const { buffer } = memory;
  const arrays = {} as Record<Name, Float64Array>;
  for (const name of names) arrays[name] = new Float64Array(buffer, at[name], lengths[name]);
  const mine = ++layouts;
  return { kernels, at, arrays, isCurrent: () => mine === layouts };
}

/** Copies a flat n × n matrix to rows `stride` apart; what is beyond it becomes 0. */
export function placeSquare(to: Float64Array, a: Float64Array, n: number, stride: number): void {
  if (stride === n) {
    to.set(a.length === n * n ? a : a.subarray(0, n * n));
    return;
  }
  to.fill(0);
  for (let i = 0; i < n; i++) to.set(a.subarray(i * n, (i + 1) * n), i * stride);
}

/** The inverse of `placeSquare`, for the first `rows` rows. */
export function takeRows(
  from: Float64Array,
  rows: number,
  n: number,
  stride: number,
): Float64Array {
  if (stride === n) return from.slice(0, rows * n);
  const out = new Float64Array(rows * n);
  for (let i = 0; i < rows; i++) out.set(from.subarray(i * stride, i * stride + n), i * n);
  return out;
}

/** The smallest multiple of `step` that is not below n. */
export function roundUp(n: number, step: number): number {
  return Math.ceil(n / step) * step;
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
