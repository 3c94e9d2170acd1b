import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "@elbowjs/command-line";

/**
 * Writes a report's files into a folder, each whole or not at all.
 *
 * @returns the paths written.
 * @throws DataFault if one cannot be written.
 */
export async function writeReport(
  folder: string,
  files: Record<string, string | Uint8Array>,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await writeWhole(path, content);
    paths.push(path);
  }
  return paths;
}
