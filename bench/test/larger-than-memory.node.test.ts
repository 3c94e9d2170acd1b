import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../larger-than-memory.mjs", import.meta.url));
const thorough = isThorough("600 MB of rows within 400 MB");

it.skipIf(!thorough)(
  "rows that are larger than the memory they may take",
  () => {
    const run = (...flags: string[]) =>
      spawnSync(process.execPath, [program, ...flags], { encoding: "utf8" });
    const { stdout, stderr, status } = run("--gigabytes", "0.6", "--limit", "400");
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 765306, used: 10 });
    // The control: what a process takes before it has a row is more than this.
    expect(run("--gigabytes", "0.001", "--limit", "20").status).toBe(1);
  },
  300_000,
);
