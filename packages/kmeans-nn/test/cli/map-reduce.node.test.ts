import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { npyFile, parseNpy } from "@elbowjs/row-files";
import { afterAll, expect, it } from "vitest";
import { lloyd } from "../../src/index.js";
import { byteBlobs } from "../blobs.js";

const program = fileURLToPath(new URL("../../bin/kmeans-nn.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-map-reduce-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [n, d, k] = [120, 12, 4];
const data = byteBlobs(n, k, d, 3);
const bytes = (start: number, end: number): Uint8Array => data.pixels.slice(start * d, end * d);
const init = Float32Array.from(bytes(0, k), (u) => u / 255);
const at = (name: string): string => join(folder, name);

function run(args: string[], input?: Uint8Array | string): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8", input });
}
const done = (result: SpawnSyncReturns<string>): string => {
  expect([result.status, result.stderr]).toEqual([0, ""]);
  return result.stdout;
};
const fails = (result: SpawnSyncReturns<string>, message: string): void => {
  expect(result.status).toBe(1);
  expect(result.stderr).toContain(message);
};

it("map and reduce iterate as lloyd does, to the bit, in any order, from files and from lines", async () => {
  const shards = [bytes(0, 50), bytes(50, 51), bytes(51, n)].map((part) =>
    npyFile(part, [part.length / d, d]),
  );
  writeFileSync(at("s1.npy"), shards[1]!);
  writeFileSync(at("c.npy"), npyFile(Float64Array.from(init), [k, d]));
  for (let iteration = 0; iteration < 2; iteration++) {
    writeFileSync(at("p0"), done(run(["map", "--centers", "c.npy"], shards[0])));
    writeFileSync(at("p1"), done(run(["map", "s1.npy", "--centers", "c.npy"])));
    writeFileSync(at("p2"), done(run(["map", "-", "--centers", "c.npy"], shards[2])));
    const lines = ["p2", "p0", "p1"].map((name) => readFileSync(at(name), "utf8"));
    const report = JSON.parse(done(run(["reduce", "p0", "p1", "p2", "--out", "c.npy"]))) as {
      samples: number;
    };
    expect(report.samples).toBe(n);
    done(run(["reduce", "--out", "d.npy"], lines.join("")));
    expect(readFileSync(at("d.npy"))).toEqual(readFileSync(at("c.npy")));
  }
  const { values } = parseNpy(readFileSync(at("c.npy")));
  const wanted = await lloyd({ ...data, size: n }, { k, init, maxIterations: 2 });
  expect(Float32Array.from(values)).toEqual(wanted.centers);
}, 60_000);

it("names a shard of another width, an empty one, one that is not there, and partial sums of another iteration", () => {
  writeFileSync(at("c1.npy"), npyFile(Float64Array.from(init), [k, d]));
  writeFileSync(
    at("c2.npy"),
    npyFile(
      Float64Array.from(init, (c) => c / 2),
      [k, d],
    ),
  );
  const shard = npyFile(bytes(0, 9), [9, d]);
  fails(
    run(["map", "--centers", "c1.npy"], npyFile(bytes(0, 5), [12, 5])),
    "expected a shard with rows as wide as",
  );
  fails(
    run(["map", "--centers", "c1.npy"], npyFile(new Uint8Array(0), [0, d])),
    "expected rows, got an array of [0,12]",
  );
  fails(run(["map", "gone.npy", "--centers", "c1.npy"]), "gone.npy: expected a file, got none");
  fails(run(["map", "--centers", "gone.npy"], shard), "expected to read gone.npy");
  writeFileSync(at("q1"), done(run(["map", "--centers", "c1.npy"], shard)));
  writeFileSync(at("q2"), done(run(["map", "--centers", "c2.npy"], shard)));
  fails(run(["reduce", "q1", "q2", "--out", "e.npy"]), "expected partial sums of one iteration");
  writeFileSync(at("q3"), "hello\n");
  fails(run(["reduce", "q1", "q3", "--out", "e.npy"]), "expected partial sums that map wrote in q3");
  writeFileSync(at("q4"), readFileSync(at("q1"), "utf8").replace(/"sums":"..../, '"sums":"'));
  fails(run(["reduce", "q4", "--out", "e.npy"]), "q4");
  writeFileSync(at("mine.npy"), npyFile(Float64Array.of(1, 2), [1, 2]));
  fails(run(["reduce", "q1", "--out", "mine.npy"]), "--force");
}, 60_000);
