import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the published files: env ELBOW_DATA_DIR, else shared/data beside the repository. */
const folder =
  process.env["ELBOW_DATA_DIR"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/** The folder with `mnist/` and `fashion-mnist/`, or undefined, with a warning that says which tests did not run. */
export function realData(tests: string): string | undefined {
  if (existsSync(join(folder, "mnist")) && existsSync(join(folder, "fashion-mnist"))) return folder;
  console.warn(`NOT RUN, for want of mnist/ and fashion-mnist/ in ${folder}: ${tests}`);
  return undefined;
}
