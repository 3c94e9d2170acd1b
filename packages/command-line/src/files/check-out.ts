import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkKinds } from "@elbowjs/arguments";
import { DataFault } from "../data/data-fault.js";
import { firstBytes } from "../data/read-file.js";
import { isStdout } from "../terminal/print.js";

/** As much of a file as says who made it. */
const startBytes = 65_536;

/** Whether the start of a file, as Latin-1, says that this program made it. */
export type IsOurs = (start: string) => boolean;

/**
 * Refuses, before any work, a place for a result where the result could not go or would destroy something: a folder, a file in no folder,
 * or a file that is not ours. An empty file, a device and a pipe are fine.
 *
 * @param isOurs told the first 64 KiB of the file that is there.
 * @param force replaces a file whoever made it.
 * @throws DataFault; TypeError for arguments of another kind.
 */
export async function checkOut(path: string, isOurs: IsOurs, force: boolean): Promise<void> {
  checkKinds("checkOut", {
    path: [path, "string"],
    isOurs: [isOurs, "function"],
    force: [force, "boolean"],
  });
  if (isStdout(path)) return;
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const folder = dirname(path);
    const isThere = await stat(folder).then(
      (place) => place.isDirectory(),
      () => false,
    );
    if (isThere) return;
    throw new DataFault(
      `--out: expected a file in a folder that is there, got ${path}; make ${folder} first`,
    );
  }
  if (found.isDirectory()) throw new DataFault(`--out: expected a file, got the folder ${path}`);
  if (!found.isFile() || found.size === 0 || force) return;
  const start = Buffer.from(await firstBytes(path, startBytes)).toString("latin1");
  if (isOurs(start)) return;
  throw new DataFault(
    `--out: expected a new file or one that this command wrote, got ${path}, which is another's; choose another name, or replace it with --force`,
  );
}

/**
 * The same for a folder that is made if it is not there.
 *
 * @param names of files that will be written into it, each with what tells that it is ours.
 */
export async function checkOutFolder(
  folder: string,
  names: readonly string[],
  isOursOf: (name: string) => IsOurs,
  force: boolean,
): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw new DataFault(`--out: expected a folder, got the file ${folder}`);
  for (const name of names) await checkOut(join(folder, name), isOursOf(name), force);
}
