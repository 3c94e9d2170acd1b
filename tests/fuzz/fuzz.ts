import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** An error that is the engine's or another library's, not ours. */
export interface RawError {
  readonly target: string;
  readonly call: string;
  readonly message: string;
}

/** What came of a package's calls. */
export interface Counts {
  calls: number;
  accepted: number;
  clear: number;
  /** Raw errors by the function that was called. */
  readonly raw: Map<string, RawError[]>;
  /** Raw errors of calls that left something out, which TypeScript refuses. */
  rawForMissing: number;
  /** Calls without an end within the deadline. */
  readonly hangs: string[];
  /** Calls that ended the process. */
  readonly crashes: string[];
  /** Rounds that were finished: calls of each function. */
  rounds: number;
  /** Growth of the heap and of memory outside it, from the first call to the last, MB; and the most memory of the process. */
  growth: number;
  rss: number;
}

export interface FuzzOptions {
  readonly seed: number;
  /** Calls per function that are made whatever time they take. */
  readonly rounds: number;
  /** Time in which further calls are made. */
  readonly seconds: number;
  /** Deadline of one call, seconds. */
  readonly deadline: number;
  /** The most of JavaScript's heap, MB. Default 512. */
  readonly megabytes?: number;
}

const child = fileURLToPath(new URL("child.mjs", import.meta.url));

/** Calls everything of a package; after a hang or a crash goes on behind it, and after two of one function without it. */
export async function fuzz(name: string, options: FuzzOptions): Promise<Counts> {
  const counts: Counts = {
    calls: 0,
    accepted: 0,
    clear: 0,
    raw: new Map(),
    rawForMissing: 0,
    hangs: [],
    crashes: [],
    rounds: 0,
    growth: 0,
    rss: 0,
  };
  const folder = mkdtempSync(join(tmpdir(), "elbow-fuzz-"));
  const end = performance.now() + options.seconds * 1000;
  try {
    let next: number | undefined = 0;
    while (next !== undefined)
      next = await run(name, next, Math.max(0, end - performance.now()), folder, options, counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return counts;
}

interface Line {
  readonly at?: number;
  readonly target?: string;
  readonly what?: string;
  readonly ended?: "accepted" | "clear" | "raw";
  readonly isMissing?: boolean;
  readonly message?: string;
  readonly stray?: string;
  readonly finished?: boolean;
  readonly rounds?: number;
  readonly growth?: number;
  readonly rss?: number;
}

/** One process, from a call on. @returns the call to go on with, undefined at the end. */
async function run(
  name: string,
  first: number,
  milliseconds: number,
  cwd: string,
  { seed, rounds, deadline, megabytes = 512 }: FuzzOptions,
  counts: Counts,
): Promise<number | undefined> {
  const ended = [...counts.hangs, ...counts.crashes].map((call) => call.replace(/(\(…\).*)? \(.*/s, ""));
  const skipped = ended.filter((target, i) => ended.indexOf(target) < i);
  const process_ = spawn(
    process.execPath,
    [
      `--max-old-space-size=${megabytes}`,
      "--expose-gc",
      child,
      seed,
      name,
      first,
      rounds,
      milliseconds / 1000,
      JSON.stringify(skipped),
    ].map(String),
    { cwd, stdio: ["ignore", "ignore", "pipe", "pipe"] },
  );
  let current: Line = {};
  let isDone = false;
  let isStuck = false;
  let said = "";
  // On a busy machine a call may have had little of the time: it is stuck when it has had half of it, or waited three times as long.
  let began = 0;
  const stuck = (waits = 0) => {
    if (waits < 3 && processorSeconds(process_.pid!) - began < deadline / 2) {
      watch = setTimeout(stuck, deadline * 1000, waits + 1);
      return;
    }
    isStuck = true;
    process_.kill("SIGKILL");
  };
  let watch = setTimeout(stuck, 60_000);
  process_.stderr!.on("data", (text) => (said = (said + text).slice(-600)));
  await new Promise<void>((ended) => {
    let rest = "";
    (process_.stdio[3] as Readable).setEncoding("utf8").on("data", (text: string) => {
      clearTimeout(watch);
      watch = setTimeout(stuck, deadline * 1000);
      began = processorSeconds(process_.pid!);
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines.map((json) => JSON.parse(json) as Line)) {
        if (line.at !== undefined) {
          current = line;
          counts.calls++;
        }
        isDone ||= line.finished === true;
        note(line, current, counts);
      }
    });
    process_.on("close", () => ended());
  });
  clearTimeout(watch);
  if (isDone) return undefined;
  if (current.at === undefined)
    throw new Error(`${name}: expected the fuzzer's process to start, got ${said}`);
  (isStuck ? counts.hangs : counts.crashes).push(`${current.target} ${current.what}`);
  return current.at + 1;
}

/** Time that a process has had of the processors; where Linux does not tell, as if it had had all of it. */
function processorSeconds(pid: number): number {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ").slice(11, 13);
    return (Number(user) + Number(system)) / 100;
  } catch {
    return performance.now() / 1000;
  }
}

function note(line: Line, current: Line, counts: Counts): void {
  if (line.ended === "accepted") counts.accepted++;
  else if (line.ended === "clear") counts.clear++;
  else if (line.ended === "raw" && line.isMissing) counts.rawForMissing++;
  else if (line.ended === "raw" || line.stray !== undefined) {
    const target = line.stray ?? current.target!;
    const found = counts.raw.get(target) ?? [];
    found.push({ target, call: current.what ?? "", message: line.message! });
    counts.raw.set(target, found);
  }
  if (line.finished) Object.assign(counts, { rounds: line.rounds, growth: line.growth, rss: line.rss });
}
