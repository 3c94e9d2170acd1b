import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { Diffusion } from "../src/index.js";

const program = fileURLToPath(new URL("../bin/diffusion.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-diffusion-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...args, "--backend", "wasm"], { cwd: folder, encoding: "utf8" });

it("trains a conditional model on digits, measures and samples it, and says in one line what is wrong", async () => {
  const options = "--network dense --levels 10 --conditional --epochs 1 --json".split(" ");
  const trained = run("train", "digits", "--limit", "120", ...options);
  expect(trained.stderr).toMatch(/Epoch 1\/1/);
  expect(trained.status).toBe(0);
  const { evaluation } = JSON.parse(trained.stdout) as { evaluation?: { total: number } };
  expect(evaluation === undefined || Number.isFinite(evaluation.total)).toBe(true);
  using model = await Diffusion.fromSafetensors(readFileSync(join(folder, "diffusion.safetensors")));
  expect(model.options).toMatchObject({ classes: 10, steps: 10, network: "dense" });
  expect(run("sample", "diffusion.safetensors", "--label", "3", "--steps", "5").stdout).toContain(
    "Wrote samples.png: 20 images",
  );
  expect(readdirSync(folder)).toContain("samples.png");
  const wrong = run("train", "--schedule", "cosin");
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain("cosine");
}, 120_000);
