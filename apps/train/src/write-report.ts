import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "./report.js";
import { reportPage } from "./report-page.js";

/**
 * Writes `centers.png`, `report.html` and `report.json` into a folder. Each file appears whole or not at all: it is
 * written beside its place and renamed into it.
 *
 * @returns the paths written.
 */
export async function writeReport(folder: string, report: Report, centersPng: Uint8Array): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files: Record<string, string | Uint8Array> = {
    "centers.png": centersPng,
    "report.html": reportPage(report, centersPng),
    "report.json": `${JSON.stringify(report, null, 1)}\n`,
  };
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
