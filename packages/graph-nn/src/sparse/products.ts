import {
  customGrad,
  engine,
  type GradSaveFunc,
  mul,
  ones,
  sub,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tidy,
  zeros,
} from "@tensorflow/tfjs-core";
import { ROW_SOFTMAX, ROW_SOFTMAX_GRADIENT, SAMPLED_PRODUCT, SPARSE_PRODUCT } from "./kernel-names.js";
import { type PatternTensors, tensorsToKeep, withKept } from "./pattern.js";
import { registerSparseKernels } from "./register.js";

/**
 * The sampled product, s[e, h] = Σ_c a[rowOf[e], h, c] · b[columnOf[e], h, c]: of the matrix A_h B_hᵀ of each head only the entries
 * of the pattern. Nothing of size [entries, heads · width] is made. Differentiable any number of times.
 *
 * @param a [rows, heads · width]. @param b [columns, heads · width].
 * @returns [entries, heads].
 */
export function sampledProduct(a: Tensor2D, b: Tensor2D, pattern: PatternTensors, heads: number): Tensor2D {
  const { rowOf, columnOf, entries } = pattern;
  const width = a.shape[1] / heads;
  const operation = customGrad((...given) => {
    const [x, y, save] = given as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
    save([x, y, ...tensorsToKeep(pattern)]);
    const value = run(SAMPLED_PRODUCT, { a: x, b: y, rowOf, columnOf }, { heads, width, scale: 1 }, [
      entries,
      heads,
    ]);
    const gradFunc = (ds: Tensor, [x, y, ...kept]: Tensor[]) => {
      const there = withKept(pattern, kept);
      return [
        sparseProduct(ds as Tensor2D, y as Tensor2D, there, heads),
        sparseProduct(ds as Tensor2D, x as Tensor2D, there, heads, true),
      ];
    };
    return { value, gradFunc };
  });
  return operation(a, b) as Tensor2D;
}

/**
 * The sparse product, y[i, h, :] = Σ_e w[e, h] · b[columnOf[e], h, :] over the entries e of row i; transposed, over those of column i
 * with b's row `rowOf[e]`. A row without entries is 0. Nothing of size [entries, heads · width] is made. Differentiable any number of
 * times.
 *
 * @param w [entries, heads]. @param b [columns, heads · width]; [rows, heads · width] if transposed.
 * @returns [rows, heads · width]; [columns, heads · width] if transposed.
 */
export function sparseProduct(
  w: Tensor2D,
  b: Tensor2D,
  pattern: PatternTensors,
  heads: number,
  isTransposed = false,
): Tensor2D {
  const width = b.shape[1] / heads;
  const [start, entry, endOf] = isTransposed
    ? [pattern.columnStart, pattern.byColumn, pattern.rowOf]
    : [pattern.rowStart, pattern.byRow, pattern.columnOf];
  const rows = isTransposed ? pattern.columns : pattern.rows;
  const operation = customGrad((...given) => {
    const [weights, x, save] = given as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
    save([weights, x, ...tensorsToKeep(pattern)]);
    const value = run(SPARSE_PRODUCT, { w: weights, b: x, start, entry, endOf }, { heads, width, scale: 1 }, [
      rows,
      heads * width,
    ]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [weights, x, ...kept] = saved as Tensor2D[];
      const [there, g] = [withKept(pattern, kept), dy as Tensor2D];
      const dw = isTransposed ? sampledProduct(x!, g, there, heads) : sampledProduct(g, x!, there, heads);
      return [dw, sparseProduct(weights!, g, there, heads, !isTransposed)];
    };
    return { value, gradFunc };
  });
  return operation(w, b) as Tensor2D;
}

/**
 * Softmax over the entries of each row, y[e, h] = e^(scale·s[e, h]) / Σ e^(scale·s[f, h]) over the f of e's row, the largest taken off
 * first. Differentiable any number of times.
 *
 * @param s [entries, heads].
 */
export function rowSoftmax(s: Tensor2D, pattern: PatternTensors, scale = 1): Tensor2D {
  const heads = s.shape[1];
  const { rowStart, rowOf } = pattern;
  const operation = customGrad((...given) => {
    const [scores, save] = given as unknown as [Tensor2D, GradSaveFunc];
    const value = run(ROW_SOFTMAX, { s: scores, rowStart, rowOf }, { heads, width: 1, scale }, s.shape);
    save([value, ...tensorsToKeep(pattern)]);
    const gradFunc = (dy: Tensor, [y, ...kept]: Tensor[]) =>
      softmaxGradient(dy, y!, withKept(pattern, kept), scale);
    return { value, gradFunc };
  });
  return operation(s) as Tensor2D;
}

function softmaxGradient(dy: Tensor, y: Tensor, pattern: PatternTensors, scale: number): Tensor {
  const heads = y.shape[1]!;
  const { rowStart, rowOf } = pattern;
  // A kernel would end the chain where the gradient itself is differentiated; the products go on with it.
  if (engine().state.gradientDepth === 0)
    return run(ROW_SOFTMAX_GRADIENT, { dy, y, rowStart, rowOf }, { heads, width: 1, scale }, y.shape);
  return tidy(() => {
    const total = sparseProduct(mul(y, dy), ones([pattern.columns, heads]), pattern, heads);
    const spread = sampledProduct(total, ones([pattern.columns, heads]), pattern, heads);
    return mul(mul(y, scale), sub(dy, spread));
  });
}

/**
 * The rows of x by entry, x[rowOf[e]] or x[columnOf[e]]: [entries, width]. Its gradient adds up what belongs to one row. Here the
 * memory does grow with entries · width.
 */
export function gatherEnds(x: Tensor2D, pattern: PatternTensors, end: "row" | "column"): Tensor2D {
  const { entries, byRow, rowOf, columnOf, rowStart, columnStart, byColumn } = pattern;
  const isRow = end === "row";
  return tidy(() => {
    // A matrix with one 1 in each row, where the row of x is.
    const picking: PatternTensors = {
      rows: entries,
      columns: x.shape[0],
      entries,
      rowOf: byRow,
      columnOf: isRow ? rowOf : columnOf,
      rowStart: tensor1d(
        Int32Array.from({ length: entries + 1 }, (_, e) => e),
        "int32",
      ),
      columnStart: isRow ? rowStart : columnStart,
      byColumn: isRow ? byRow : byColumn,
      byRow,
      isTransient: true,
    };
    return sparseProduct(ones([entries, 1]), x, picking, 1);
  });
}

/** Runs a kernel on the backend in use; nothing where the result is empty. */
function run(
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
  attributes: { readonly heads: number; readonly width: number; readonly scale: number },
  shape: readonly number[],
): Tensor2D {
  if (shape.includes(0)) return zeros(shape as [number, number]);
  registerSparseKernels();
  // With no entries at all there is nothing to add up.
  if (Object.values(inputs).some(({ size }) => size === 0)) return zeros(shape as [number, number]);
  return engine().runKernel(name, { ...inputs }, { ...attributes }) as Tensor2D;
}
