import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const mount = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift && cd "$1" && shift';
/** In namespaces of its own, where we may mount and nobody else sees it. */
const inNamespace = (script: string, ...args: string[]): [string, string[]] => [
  "unshare",
  ["--map-root-user", "--mount", "bash", "-c", script, "bash", ...args],
];

/** Whether this machine lets us mount a file system of our own. */
export const hasSmallDisks: boolean =
  process.platform === "linux" && spawnSync(...inNamespace(`${mount} && true`, "64k", "/mnt")).status === 0;
if (!hasSmallDisks)
  console.warn("SKIPPED: a disk that is really full; unshare may not mount a file system here");

/** What ran on a small disk, and the files that were left there, by path. */
export interface DiskRun {
  readonly status: number | null;
  readonly text: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Runs Node on a disk (a tmpfs) of its own: a write beyond its size is a true ENOSPC.
 *
 * @param place a folder for this run.
 * @param size of the disk, KiB.
 * @param before the files that are on it.
 * @param args of Node, given the disk's folder, which is also where caches go.
 */
export async function onSmallDisk(
  place: string,
  size: number,
  before: ReadonlyMap<string, Uint8Array>,
  args: (disk: string) => string[],
): Promise<DiskRun> {
  mkdirSync(place, { recursive: true });
  const run = mkdtempSync(join(place, "disk-"));
  const [given, disk, left] = ["given", "disk", "left"].map((name) => join(run, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [given, disk, left]) mkdirSync(folder);
  for (const [name, content] of before) writeFileSync(join(given, name), content);
  const script = `${mount}; cp -a "$1/." . && left=$2 && shift 2; "$@"; status=$?; cp -a . "$left"; exit $status`;
  const child = spawn(
    ...inNamespace(script, `${size}k`, disk, given, left, process.execPath, ...args(disk)),
    { env: { ...process.env, ELBOW_DATA_DIR: "", XDG_CACHE_HOME: disk } },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => (text += part.toString()));
  const status = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  const names = (readdirSync(left, { recursive: true }) as string[]).filter((name) =>
    statSync(join(left, name)).isFile(),
  );
  return {
    status,
    text,
    files: new Map(names.map((name) => [name, readFileSync(join(left, name))])),
  };
}
