import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("example-model.mjs", import.meta.url));
const broken = fileURLToPath(new URL("broken-model.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-run-model-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });

describe("runModel(program) of the README's model", () => {
  let trained: SpawnSyncReturns<string>;
  beforeAll(() => {
    trained = run("train", "--limit", "60", "--json");
  });

  it("train prints JSON alone on stdout, a line per epoch on stderr, and writes one file", () => {
    expect(trained.status).toBe(0);
    const { losses, test, model } = JSON.parse(trained.stdout);
    expect([losses.length, model, test.loss < losses[0]]).toEqual([3, "mean.json", true]);
    expect(trained.stderr).toMatch(/^Epoch 3\/3 {2}training loss 0\.\d{4} {2}\d+\.\d s$/m);
    expect(readdirSync(folder)).toEqual(["mean.json"]);
  });

  it("evaluate measures what train measured, on either part", () => {
    const of = (set: string): { loss: number } =>
      JSON.parse(run("evaluate", "mean.json", "--limit", "60", "--set", set, "--json").stdout);
    expect(of("test").loss).toBe(JSON.parse(trained.stdout).test.loss);
    expect(of("train").loss).toBeCloseTo(JSON.parse(trained.stdout).losses[2], 12);
  });

  it("report writes a page that needs no other file", () => {
    expect(run("report", "mean.json", "--limit", "60").stdout).toMatch(
      /^Loss {2}0\.\d+\nWrote report\.html\n$/,
    );
    const page = readFileSync(join(folder, "report.html"), "utf8");
    expect(page).toContain("Mean image of digits");
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:)/);
    expect(run("report", "mean.json", "--limit", "60").status).toBe(0); // replaces its own page
  });

  it("report does not replace the model by its page", () => {
    const { status, stderr } = run("report", "mean.json", "--limit", "60", "--out", "mean.json");
    expect([status, stderr]).toEqual([1, expect.stringContaining("got mean.json, which is another's")]);
  });

  it.each([[["-h"]], [["--help"]], [["help"]]])("%j lists the commands on stdout, status 0", (args) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stderr]).toEqual([0, ""]);
    for (const command of ["train", "evaluate", "report"]) expect(stdout).toContain(`\n  ${command} `);
  });

  it("-V is the version; no command at all is the help on stderr, status 2", () => {
    expect(run("-V")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    const { status, stdout, stderr } = run();
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("expected a command");
  });

  it("a file that is no model is status 1 and names the file", () => {
    writeFileSync(join(folder, "short.json"), '{"format":"mean-ima');
    const { status, stderr } = run("evaluate", "short.json");
    expect(status).toBe(1);
    expect(stderr).toContain("readModel: expected a model written by train, got short.json: ");
    expect(stderr.trim().split("\n").at(-1)).not.toMatch(/^ {4}at /);
  });
});

describe("runModel(program) of a model with a bug", () => {
  const fail = (kind: string): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, [broken, "train", "--limit", "60", "--kind", kind], {
      cwd: folder,
      encoding: "utf8",
    });

  it("shows the stack of a RangeError that is nobody's refusal", () => {
    const { status, stderr } = fail("bug");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^RangeError: Invalid array length\n {4}at .*broken-model\.mjs/m);
  });

  it.each(["refusal", "known"])("shows one line of what the user can mend: %s", (kind) => {
    const { status, stderr } = fail(kind);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Broken\.fit: expected less, got more$/m);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

it("a second signal ends the process at once, though the model does not listen", async () => {
  const child = spawn(process.execPath, [broken, "train", "--limit", "60", "--kind", "deaf"], {
    cwd: folder,
  });
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM"];
  const cues = ["training\n", "Stopping"];
  let text = "";
  child.stderr.on("data", (part: Buffer) => {
    text += part.toString();
    if (cues.length === 0 || !text.includes(cues[0]!)) return;
    cues.shift();
    child.kill(signals.shift());
  });
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(143);
});
