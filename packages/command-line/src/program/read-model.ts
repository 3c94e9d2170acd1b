import { checkKinds } from "@elbowjs/arguments";
import { DataFault } from "../data/data-fault.js";
import { fileBytes } from "../data/read-file.js";
import type { ModelFile } from "./model-program.js";

/**
 * A model that `train` wrote, or one that comes with the package. The caller disposes of it.
 *
 * @throws DataFault if there is none; TypeError for arguments of another kind.
 */
export async function readModel<M extends { dispose(): void }>(
  program: { readonly file: ModelFile<M> },
  path: string,
): Promise<M> {
  checkKinds("readModel", { program: [program, { file: { read: "function" } }], path: [path, "string"] });
  const { file } = program;
  const ready = file.ready !== undefined && Object.hasOwn(file.ready, path) ? file.ready[path] : undefined;
  if (ready !== undefined) return ready();
  const bytes = await fileBytes(path);
  try {
    return await file.read(bytes);
  } catch (error) {
    throw new DataFault(
      `readModel: expected a model written by train, got ${path}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
