import { readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataFault } from "./data-fault.js";

/** No write takes so long; a draft that is older was left by a process that is gone. Milliseconds. */
const staleAfter = 60_000;

/**
 * Writes a file whole or not at all: beside its place, as `<path>.<process id>.tmp`, and renamed into it. Drafts of the same
 * file that killed processes left, untouched for a minute, are removed.
 *
 * @throws DataFault if it cannot be written: a full disk, a folder that is not there.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await removeStaleDrafts(path);
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content, { flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new DataFault(`writeWhole: expected to write ${path}, got ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** What cannot be removed, or is gone already, stays as it is: the write itself will tell. */
async function removeStaleDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder).catch(() => [])) {
    const [, file, process] = /^(.*)\.(\d+)\.tmp$/.exec(name) ?? [];
    if (file !== basename(path) || isRunning(Number(process))) continue;
    const draft = join(folder, name);
    const age = await stat(draft).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleAfter) await rm(draft, { force: true }).catch(() => undefined);
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0); // signal 0 asks, and sends nothing
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
