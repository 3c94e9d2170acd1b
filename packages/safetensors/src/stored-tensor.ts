/** A tensor as it lies in a file, read as float32. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /** As many as the product of the shape, row after row. */
  readonly values: Float32Array;
}

/** The element types that are read, and their bytes. */
export const bytesOf = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, U8: 1 } as const;

export type DType = keyof typeof bytesOf;

/** The number of elements of a shape. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
