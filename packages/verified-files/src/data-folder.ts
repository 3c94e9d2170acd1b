import { ElbowDataError } from "./data-error.js";
import { nodeModule } from "./node-module.js";
import { unreadable } from "./source.js";

/** A file found in a folder. */
export interface FolderFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Which file is looked for. */
export interface WantedFile {
  /** Name of the set it belongs to. */
  readonly set: string;
  /** Its name, without `.gz`. */
  readonly name: string;
  /** Bytes that it can have, compressed or not. */
  readonly most: number;
}

/**
 * Finds a set's file in a folder of the user's: in the folder itself or in one of the set's name inside it, with `.gz` or
 * without.
 *
 * @param folder Folder that holds the files, or that holds a folder per set.
 * @returns The first that is there, undefined if none is.
 * @throws ElbowDataError with code `size` if it has more than `most` bytes, `unreadable` if it is no file or cannot be read.
 */
export async function folderFile(
  folder: string,
  { set, name, most }: WantedFile,
  signal?: AbortSignal,
): Promise<FolderFile | undefined> {
  const { join } = nodeModule("node:path")!;
  for (const inside of [folder, join(folder, set)])
    for (const file of [`${name}.gz`, name]) {
      const path = join(inside, file);
      const bytes = await fileBytes(path, most, signal);
      if (bytes !== undefined) return { path, bytes };
    }
  return undefined;
}

/** The bytes of a file, undefined if there is none. */
async function fileBytes(
  path: string,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const fs = nodeModule("node:fs/promises")!;
  try {
    const found = await fs.stat(path);
    if (!found.isFile()) return undefined; // a folder of the same name, or a device without end
    if (found.size > most)
      throw new ElbowDataError(
        "size",
        `readFile: expected at most ${most} bytes in ${path}, got ${found.size}; it is another file`,
      );
    const { buffer, byteOffset, length } = await fs.readFile(path, signal === undefined ? {} : { signal });
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    signal?.throwIfAborted();
    const fault = error instanceof ElbowDataError ? error : unreadable(path, error);
    if (fault instanceof ElbowDataError && fault.code === "not-found") return undefined;
    throw fault;
  }
}
