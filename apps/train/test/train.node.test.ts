import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../src/k-means/report.js";
import type { VaeReport } from "../src/vae/report.js";

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-train-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...flags: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...flags], { encoding: "utf8" });
const readReport = (out: string): Report =>
  JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as Report;

describe("npm start -- --epochs 2 --limit 1200", () => {
  const out = join(folder, "digits");
  let done: SpawnSyncReturns<string>;
  beforeAll(() => {
    done = run("--epochs", "2", "--limit", "1200", "--out", out);
  });

  it("prints a line an epoch, the table and the measures, and nothing on stderr", () => {
    expect(done.stderr).toBe("");
    expect(done.status).toBe(0);
    expect(done.stdout).toMatch(/Epoch 1\/2 {2}training loss 0\.\d{4} {2}test loss 0\.\d{4}/);
    expect(done.stdout).toMatch(/Epoch 2\/2/);
    expect(done.stdout).toContain("1200 training images: digit (row), nearest centre (column)");
    expect(done.stdout).toMatch(/Purity +\d/);
  });

  it("writes report.json, complete and consistent", () => {
    const report = readReport(out);
    expect(report).toMatchObject({
      dataset: "digits",
      interrupted: false,
      images: { train: 1200, test: 200 },
    });
    expect(report.history.steps).toHaveLength(2 * Math.ceil(1200 / 64));
    expect(report.history.epochs).toHaveLength(2);
    expect(report.history.epochs[1]!.testLoss).toBe(report.test.loss);
    expect(report.test.loss).toBeLessThan(report.history.epochs[0]!.testLoss);
    expect(report.table.flat().reduce((a, b) => a + b, 0)).toBe(1200);
    const largest = report.table[0]!.map((_, j) => Math.max(...report.table.map((row) => row[j]!)));
    expect(report.metrics.purity).toBeCloseTo(largest.reduce((a, b) => a + b, 0) / 1200, 12);
    expect(report.timings.train).toBeGreaterThan(0);
  });

  it("writes a page that needs no other file, and the centres as PNG", () => {
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:)/);
    expect(page.match(/<td style="--share:/g)).toHaveLength(100);
    expect(page).toContain("<svg");
    expect([...readFileSync(join(out, "centers.png")).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  it("gives the same report for the same seed, and another one for another", () => {
    const [again, other] = [join(folder, "again"), join(folder, "other")];
    run("--epochs", "2", "--limit", "1200", "--out", again);
    run("--epochs", "2", "--limit", "1200", "--seed", "1", "--out", other);
    const { history, table, test } = readReport(again);
    expect(history.steps).toEqual(readReport(out).history.steps);
    expect({ table, test }).toEqual({ table: readReport(out).table, test: readReport(out).test });
    expect(readReport(other).test.loss).not.toBe(test.loss);
  });
});

describe("npm start -- --model vae --epochs 2 --limit 600", () => {
  const out = join(folder, "vae");
  let done: SpawnSyncReturns<string>;
  beforeAll(() => {
    done = run("--model", "vae", "--epochs", "2", "--limit", "600", "--out", out);
  });

  it("prints a line an epoch and the terms of the loss, and nothing on stderr", () => {
    expect(done.stderr).toBe("");
    expect(done.status).toBe(0);
    expect(done.stdout).toMatch(/Epoch 2\/2 {2}training loss 0\.\d{4} {2}test loss 0\.\d{4}/);
    expect(done.stdout).toMatch(/Negative ELBO +\d+\.\d nats an image/);
  });

  it("writes a consistent report with the settings of the source", () => {
    const report = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as VaeReport;
    expect(report.settings).toMatchObject({
      model: "vae",
      eta: 0.1,
      latent: 10,
      optimizer: "sgd",
      batchSize: 64,
    });
    expect(report.history.steps).toHaveLength(2 * Math.ceil(600 / 64));
    expect(report.test.latentTerm + report.test.reconstructionTerm).toBeCloseTo(report.test.loss, 9);
    expect(report.history.epochs[1]!.loss).toBeLessThan(report.history.epochs[0]!.loss);
  });

  it("writes a page with samples of each epoch, reconstructions and the diagram, that needs no other file", () => {
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:)/);
    expect(page.match(/<img /g)).toHaveLength(2 + 2 + 1);
    expect(page).toContain("ConvTranspose2d");
  });
});

it("Ctrl-C leaves a valid partial report and status 130", async () => {
  const out = join(folder, "partial");
  const child = spawn(process.execPath, [program, "--epochs", "2000", "--limit", "1200", "--out", out]);
  const status = await new Promise<number | null>((resolve) => {
    let seen = false;
    child.stdout.on("data", (text: Buffer) => {
      if (!seen && text.includes("Epoch 2/")) {
        seen = true;
        child.kill("SIGINT");
      }
    });
    child.on("exit", resolve);
  });
  expect(status).toBe(130);
  const report = readReport(out);
  expect(report.interrupted).toBe(true);
  expect(report.history.epochs.length).toBeGreaterThanOrEqual(2);
  expect(report.history.epochs.length).toBeLessThan(2000);
  expect(report.table.flat().reduce((a, b) => a + b, 0)).toBe(1200);
  expect(readFileSync(join(out, "report.html"), "utf8")).toContain("Stopped early");
});

describe("a wrong command line is one line on stderr and status 2", () => {
  it.each([
    [["--epoch", "3"], "error: unknown option '--epoch' (Did you mean --epochs?) See --help.\n"],
    [
      ["--epochs", "0"],
      "error: option '--epochs <n>' argument '0' is invalid. expected an integer ≥ 1. See --help.\n",
    ],
    [
      ["--eta", "fast"],
      "error: option '--eta <number>' argument 'fast' is invalid. expected a number > 0. See --help.\n",
    ],
    [
      ["--dataset", "cifar"],
      "error: option '--dataset <name>' argument 'cifar' is invalid. Allowed choices are digits, mnist, fashion-mnist, auto. See --help.\n",
    ],
  ])("%j", (flags, message) => {
    const { status, stderr, stdout } = run(...flags);
    expect({ status, stderr, stdout }).toEqual({ status: 2, stderr: message, stdout: "" });
  });
});

it("--help names every flag", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  for (const flag of [
    "dataset",
    "data-dir",
    "epochs",
    "eta",
    "batch-size",
    "init",
    "seed",
    "backend",
    "out",
    "k",
    "limit",
    "temperature",
    "reduction",
    "gradient",
    "update",
    "model",
    "latent",
    "optimizer",
  ])
    expect(stdout).toContain(`--${flag} `);
});

it("a damaged file of data is a typed error that names it, and leaves no report", () => {
  const out = join(folder, "nothing");
  const dataDir = mkdtempSync(join(folder, "data-"));
  for (const set of ["train", "t10k"])
    for (const kind of ["images-idx3", "labels-idx1"])
      writeFileSync(join(dataDir, `${set}-${kind}-ubyte`), "no IDX file");
  const { status, stderr } = run("--dataset", "mnist", "--data-dir", dataDir, "--out", out);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^ElbowDataError: .*-ubyte/);
  expect(existsSync(out)).toBe(false);
});
