import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DeepAutoencoder, type Evaluation } from "../src/index.js";

const program = fileURLToPath(new URL("../bin/deep-autoencoder.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-autoencoder-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...args, "--backend", "wasm"], { cwd: folder, encoding: "utf8" });
const json = <T>({ stdout, stderr, status }: SpawnSyncReturns<string>): T => {
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
};
const bytes = (file: string): Buffer => readFileSync(join(folder, file));

interface Trained {
  losses: number[];
  test?: Evaluation;
}

describe("deep-autoencoder train, evaluate, report on digits", () => {
  const few = ["--limit", "300"];
  const small = ["--widths", "32-16", "--units", "2", "--batch-size", "20", "--noise", "masking"];
  let trained: SpawnSyncReturns<string>;
  beforeAll(() => {
    trained = run("train", ...few, ...small, "--epochs", "3", "--json");
  });

  it("trains, and writes a model that DeepAutoencoder.fromSafetensors takes, and no other file", async () => {
    const { losses, test } = json<Trained>(trained);
    expect([losses.length, test?.size]).toEqual([3, 50]);
    expect(losses[2]!).toBeLessThan(losses[0]!);
    expect(readdirSync(folder)).toEqual(["autoencoder.safetensors"]);
    const model = await DeepAutoencoder.fromSafetensors(bytes("autoencoder.safetensors"));
    expect(model.options.widths).toEqual([784, 32, 16, 2]);
    model.dispose();
  });

  it("--resume ends in the bits of a training without a break, its noise included", () => {
    run("train", ...few, ...small, "--epochs", "2", "--out", "two.safetensors");
    const rest = ["--resume", "two.safetensors", "--epochs", "3", "--out", "three.safetensors", "--json"];
    expect(json<Trained>(run("train", ...few, ...rest)).losses).toEqual(json<Trained>(trained).losses);
    expect(bytes("three.safetensors").equals(bytes("autoencoder.safetensors"))).toBe(true);
  });

  it("evaluate measures, report draws reconstructions and the plane of codes", () => {
    const { stdout } = run("evaluate", "autoencoder.safetensors", ...few);
    expect(stdout).toMatch(/Squared error per image +\d+\.\d{3}/);
    expect(run("report", "autoencoder.safetensors", ...few, "--out", "page.html").status).toBe(0);
    const page = bytes("page.html").toString("utf8");
    for (const part of ["Reconstructions", "Where images lie", "50 images by their codes"])
      expect(page).toContain(part);
  });

  it("evaluate pretrained measures the package's own weights", () => {
    const { size, squaredError } = json<Evaluation>(run("evaluate", "pretrained-2", ...few, "--json"));
    expect(size).toBe(50);
    expect(squaredError).toBeGreaterThan(0);
  });

  it.each([
    [["train", "--widths", "10-x"], /expected --widths as integers ≥ 1 such as 1000-500-250, got 10-x/],
    [["train", "--noise", "masking", "--level", "2"], /expected p in \[0, 1\], got 2/],
    [["train", "--activation", "rely"], /activation/],
  ])("%o is refused in a line", (args, message) => {
    const { status, stderr } = run(...args, ...few);
    expect(status).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });
});
