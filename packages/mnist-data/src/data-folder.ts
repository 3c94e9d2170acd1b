import { ElbowDataError } from "./data-error.js";
import { nodeModule } from "./node-module.js";
import { fileBytes } from "./source.js";

/** A file found in a folder. */
export interface FolderFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * Finds a dataset's file in a folder of the user's: in the folder itself or in one of the dataset's name inside it,
 * with `.gz` or without.
 *
 * @param folder Folder that holds the files, or that holds `mnist/` and `fashion-mnist/`.
 * @returns The first that is there, undefined if none is.
 */
export async function folderFile(
  folder: string,
  dataset: string,
  file: string,
  signal?: AbortSignal,
): Promise<FolderFile | undefined> {
  const { join } = nodeModule("node:path")!;
  for (const inside of [folder, join(folder, dataset)])
    for (const name of [`${file}.gz`, file]) {
      const path = join(inside, name);
      try {
        return { path, bytes: await fileBytes(path, signal) };
      } catch (error) {
        if (!(error instanceof ElbowDataError && error.code === "not-found")) throw error;
      }
    }
  return undefined;
}
