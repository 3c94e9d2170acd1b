import { parseNpy as parse, RowFileError } from "@elbowjs/row-files";
import { DataFault } from "./data-fault.js";

/** An array of a `.npy` file: bytes stay bytes, every other type becomes float32. */
export interface NpyArray {
  readonly values: Uint8Array | Float32Array;
  readonly shape: readonly number[];
}

/**
 * Parses an array saved by `numpy.save`.
 *
 * @param name The file's name, for the errors.
 * @throws DataFault if it is no such file, in Fortran order, of another type, or cut short.
 */
export function parseNpy(file: Uint8Array, name: string): NpyArray {
  try {
    const { values, shape } = parse(file, name);
    return { values: values instanceof Uint8Array ? values : Float32Array.from(values), shape };
  } catch (error) {
    if (error instanceof RowFileError) throw new DataFault(`parseNpy: ${error.message}`, { cause: error });
    throw error;
  }
}
