import { randomBytes } from "node:crypto";
import { chmod, readdir, readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DataFault } from "../data/data-fault.js";
import { isStdout, print } from "../terminal/print.js";

/** No write takes so long; a draft that is older was left by a process that is gone. Milliseconds. */
const staleAfter = 600_000;

/**
 * Writes a file whole or not at all: beside its place, as `<path>.<12 random digits>.tmp`, and renamed into it. A link stays a link and
 * its target is replaced; the file keeps its mode. Devices, pipes and `-` (stdout) are written to as they are. Drafts
 * of the same file that were not touched for ten minutes are removed.
 *
 * @throws DataFault if it cannot be written: a full disk, a folder that is not there.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    if (isStdout(path)) return await print(content);
    const place = await targetOf(path);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && !found.isFile()) await writeFile(path, content);
    else await replace(place, content, found && found.mode & 0o7777);
  } catch (error) {
    throw new DataFault(`writeWhole: expected to write ${path}, got ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Where a path leads; a link to what is not there yet leads there too. */
async function targetOf(path: string): Promise<string> {
  const target = await realpath(path).catch(() => undefined);
  if (target !== undefined) return target;
  const next = await readlink(path).catch(() => undefined);
  return next === undefined ? path : resolve(dirname(path), next);
}

async function replace(path: string, content: string | Uint8Array, mode: number | undefined): Promise<void> {
  await removeStaleDrafts(path);
  const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(draft, content, { flag: "wx", flush: true, ...(mode !== undefined && { mode }) });
    if (mode !== undefined) await chmod(draft, mode); // what the umask took
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** What cannot be removed, or is gone already, stays as it is: the write itself will tell. */
async function removeStaleDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(start) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length))) continue;
    const draft = join(folder, name);
    const age = await stat(draft).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleAfter) await rm(draft, { force: true }).catch(() => undefined);
  }
}
