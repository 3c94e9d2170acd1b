import { type Dirent, promises as fs } from "node:fs";
import { DataFault } from "./data-fault.js";

/** Node replaces what is no UTF-8 in a name by U+FFFD, and such a path leads nowhere. */
export const remedy = (path: string): string =>
  path.includes("\uFFFD") ? "; its name is not UTF-8, rename it" : "";

async function orFault<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw new DataFault(`expected to read ${path}, got ${(error as Error).message}${remedy(path)}`, {
      cause: error,
    });
  }
}

/**
 * A whole file.
 *
 * @throws DataFault if it cannot be read.
 */
export const fileBytes = (path: string): Promise<Uint8Array> => orFault(path, fs.readFile(path));

/**
 * The first bytes of a file; fewer where it is shorter.
 *
 * @throws DataFault if it cannot be read.
 */
export function firstBytes(path: string, count: number): Promise<Uint8Array> {
  const read = async (): Promise<Uint8Array> => {
    const file = await fs.open(path);
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  };
  return orFault(path, read());
}

/**
 * What is in a folder, in the order of the names.
 *
 * @throws DataFault if it cannot be read.
 */
export async function folderEntries(path: string): Promise<Dirent[]> {
  const entries = await orFault(path, fs.readdir(path, { withFileTypes: true }));
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
