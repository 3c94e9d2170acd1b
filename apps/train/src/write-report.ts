import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes a report's files into a folder. Each appears whole or not at all: it is written beside its place and renamed
 * into it.
 *
 * @returns the paths written.
 */
export async function writeReport(
  folder: string,
  files: Record<string, string | Uint8Array>,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    const unfinished = `${path}.${process.pid}.tmp`;
    await writeFile(unfinished, content);
    await rename(unfinished, path);
    paths.push(path);
  }
  return paths;
}
