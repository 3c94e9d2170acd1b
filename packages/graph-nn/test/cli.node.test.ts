import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { syntheticCora } from "./synthetic-cora.js";

const program = fileURLToPath(new URL("../bin/graph-nn.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-graph-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args, "--backend", "wasm"], { cwd: folder, encoding: "utf8" });
const json = (...args: string[]): Record<string, unknown> => {
  const { stdout, stderr, status } = run(...args, "--json");
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
};

it("train, evaluate and report, with a file each and the same measures", () => {
  const trained = json("train", "cycles", "--epochs", "5");
  expect(trained).toMatchObject({ data: "cycles", task: "graph", accuracy: 1, count: 300 });
  expect(json("evaluate", "model.safetensors", "cycles")).toMatchObject({
    accuracy: 1,
    loss: trained["loss"],
  });
  json("report", "model.safetensors", "cycles", "--vertex", "2");
  const page = readFileSync(join(folder, "report.html"), "utf8");
  for (const words of [
    "What it sees, and where it looks",
    "How far a change goes",
    "Attention by layer",
    "<svg",
  ])
    expect(page).toContain(words);
  expect(readdirSync(folder).sort()).toEqual(["model.safetensors", "report.html"]);
});

it("trains on a file in the JSON Graph Format", () => {
  const nodes = Object.fromEntries(
    [0, 1, 2, 3].map((v) => [`n${v}`, { metadata: { x: v % 2, club: v < 2 ? "a" : "b" } }]),
  );
  const edges = [
    ["n0", "n1"],
    ["n1", "n2"],
    ["n2", "n3"],
  ].map(([source, target]) => ({ source, target }));
  writeFileSync(join(folder, "own.json"), JSON.stringify({ graph: { directed: false, nodes, edges } }));
  const file = ["own.json", "--features", "x", "--label", "club"];
  const trained = json("train", ...file, "--network", "gatv2", "--epochs", "3", "--out", "own.safetensors");
  expect(trained).toMatchObject({ task: "node", count: 4 });
  expect(json("evaluate", "own.safetensors", ...file)).toMatchObject({ loss: trained["loss"] });
});

it("experiment prints a line a result; cora wants its two files", () => {
  const { stdout, stderr } = run("experiment", "cycles", "--quick", "--seeds", "1", "--first", "2");
  expect(stdout).toMatch(
    /^no positions +50\.0 % to 50\.0 %.*\n.*100\.0 %.*\n.*100\.0 %.*\n3 of 3 as expected$/m,
  );
  expect(stderr).toContain("seed 2  no positions (control)  accuracy 0.5000  as expected");
  const missing = run("experiment", "cora");
  expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining("not part of the package")]);
  const { content, cites } = syntheticCora({ papers: 30, words: 6, classes: 3, seed: 0 });
  writeFileSync(join(folder, "cora.content"), content);
  writeFileSync(join(folder, "cora.cites"), cites);
  const wrong = run("experiment", "cora", "--content", "cora.cites", "--cites", "cora.cites");
  expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining("readCora: expected")]);
});

it("wrong command lines are one line each, before any work", () => {
  for (const [args, status, words] of [
    [["train", "nothing.json"], 1, "expected one of karate, disturbance"],
    [["train", "--network", "gin"], 2, "transformer"],
    [["experiment", "nothing"], 1, "expected name to be one of 'k-hop'"],
    [["evaluate", "own.json"], 1, "expected a network that train wrote"],
  ] as const) {
    const result = run(...args);
    expect([result.status, result.stderr]).toEqual([status, expect.stringContaining(words)]);
  }
  expect(run("--help").stdout).toContain("Data is karate, disturbance, parity, cycles, k-hop");
});
