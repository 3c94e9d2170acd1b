import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of real data sets: env ELBOW_DATA_DIR, else shared/data beside the repository. */
export const dataFolder: string =
  process.env["ELBOW_DATA_DIR"] || fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/**
 * The folder with `mnist/` and `fashion-mnist/` as they are published.
 *
 * @returns undefined where one of `sets` is missing, after a warning that says which tests do not run.
 */
export function sharedData(tests: string, sets: readonly string[] = ["mnist"]): string | undefined {
  const isHere = (set: string): boolean => existsSync(join(dataFolder, set, "train-images-idx3-ubyte.gz"));
  if (sets.every(isHere)) return dataFolder;
  console.warn(`SKIPPED: ${tests}; no ${sets.join(", ")} in ${dataFolder} (set ELBOW_DATA_DIR)`);
  return undefined;
}
