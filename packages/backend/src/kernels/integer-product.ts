import { broadcast_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { TrainingModule } from "./training-module.js";
import type { WasmBackend } from "./wasm-backend.js";

/** The last two axes of a factor, turned if need be, and those before. */
function factorOf({ shape }: TensorInfo, isTransposed: boolean) {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const [row, column] = isTransposed ? [1, columns] : [columns, 1];
  return { rows: isTransposed ? columns : rows, columns: isTransposed ? rows : columns, row, column };
}

/** Whether both are whole numbers, and the batch axes the same or one. */
export function isIntegerProduct(a: TensorInfo, b: TensorInfo): boolean {
  const isWhole = [a, b].every(({ dtype }) => dtype === "int32" || dtype === "bool");
  const [x, y] = [a, b].map(({ shape }) => shape.slice(0, -2));
  const isSimple = [x, y].some((batch) => util.sizeFromShape(batch!) === 1) || util.arraysEqual(x!, y!);
  return isWhole && isSimple;
}

/** op(a) op(b) of int32 or bool, modulo 2³², in plain loops: for counts (`confusionMatrix`), not for layers. */
export function integerProduct(
  module: TrainingModule,
  backend: WasmBackend,
  [a, b]: readonly [TensorInfo, TensorInfo],
  [transposeA, transposeB]: readonly [boolean, boolean],
): TensorInfo {
  const [left, right] = [factorOf(a, transposeA), factorOf(b, transposeB)];
  const { rows: m, columns: k } = left;
  const n = right.columns;
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const out = module.output([...batch, m, n], "int32");
  const [x, y, sums] = [a, b, out].map((tensor) => backend.typedArrayFromHeap(tensor));
  const sizes = [a, b].map(({ shape }) => util.sizeFromShape(shape.slice(0, -2)));
  for (let z = 0; z < util.sizeFromShape(batch); z++) {
    // A batch of one goes with all.
    const [fromX, fromY] = [(z % sizes[0]!) * m * k, (z % sizes[1]!) * k * n];
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++)
          sum +=
            Math.imul(
              x![fromX + i * left.row + p * left.column]!,
              y![fromY + p * right.row + j * right.column]!,
            ) | 0;
        sums![z * m * n + i * n + j] = sum;
      }
  }
  return out;
}
