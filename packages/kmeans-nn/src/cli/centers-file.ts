import { readFile } from "node:fs/promises";
import { DataFault } from "@elbowjs/command-line";
import { npyFile, parseNpy, RowFileError } from "@elbowjs/row-files";

/** Centres as NumPy reads them: float64, so that an iteration goes on from the last bit, [k, d]. */
export function centersFile(centers: Float64Array, k: number): Uint8Array {
  return npyFile(centers, [k, centers.length / k]);
}

/** Whether the start of a file is that of a {@link centersFile} of this size. */
export function isCentersFile(k: number, features: number): (start: string) => boolean {
  return (start) =>
    start.startsWith("\x93NUMPY") && start.includes(`'<f8'`) && start.includes(`(${k}, ${features})`);
}

/**
 * Reads centres of any number type, [k, …].
 *
 * @throws DataFault if the file is not there, no NPY file, or not of finite numbers.
 */
export async function readCenters(path: string): Promise<Float64Array> {
  try {
    const { values, shape } = parseNpy(await readFile(path), path);
    if (shape.length < 2 || values.length === 0)
      throw new DataFault(`map: expected centres [k, features] in ${path}, got [${shape}]`);
    const centers =
      values instanceof Uint8Array ? Float64Array.from(values, (u) => u / 255) : Float64Array.from(values);
    if (!centers.every(Number.isFinite))
      throw new DataFault(`map: expected finite centres in ${path}, got others`);
    return centers;
  } catch (error) {
    if (error instanceof DataFault) throw error;
    if (error instanceof RowFileError) throw new DataFault(`map: ${error.message}`, { cause: error });
    throw new DataFault(`map: expected to read ${path}, got ${(error as Error).message}`, { cause: error });
  }
}
