import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { Gan } from "../src/index.js";

const program = fileURLToPath(new URL("../bin/gan.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-gan-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...args, "--backend", "wasm"], { cwd: folder, encoding: "utf8" });
const few = ["--limit", "300"];

describe("gan train, evaluate, sample, report on digits", () => {
  it("trains a conditional model, measures, draws and reports it", async () => {
    const trained = run(
      "train",
      ...few,
      "--layers",
      "dense",
      "--latent",
      "4",
      "--conditional",
      "--epochs",
      "2",
      "--json",
    );
    expect(trained.stderr).toMatch(/Epoch 2\/2/);
    expect(trained.status).toBe(0);
    using gan = await Gan.fromSafetensors(readFileSync(join(folder, "gan.safetensors")));
    expect(gan.options).toMatchObject({ latent: 4, classes: 10, loss: "non-saturating" });
    const measured = run("evaluate", "gan.safetensors", ...few, "--json");
    const { size, read } = JSON.parse(measured.stdout) as { size: number; read: { distance: number } };
    expect(size).toBe(50);
    expect(read.distance).toBeGreaterThan(0);
    expect(run("sample", "gan.safetensors", "--label", "3").stdout).toContain("Wrote samples.png: 20 images");
    expect(run("report", "gan.safetensors", ...few).status).toBe(0);
    expect(readdirSync(folder)).toContain("samples.png");
  }, 120_000);

  it("says in one line what is wrong", () => {
    const { status, stderr } = run("train", "--loss", "hing");
    expect(status).toBe(2);
    expect(stderr).toContain("hinge");
  });
});
