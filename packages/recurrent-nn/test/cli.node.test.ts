import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../bin/recurrent-nn.js", import.meta.url));
let folder: string;
const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "recurrent-"));
  writeFileSync(join(folder, "text.txt"), "to be, or not to be: ".repeat(60));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("recurrent-nn", () => {
  it("trains on a text of one's own, samples from it, and reports its states", () => {
    const trained = run(
      "train",
      "text.txt",
      "--units",
      "16",
      "--layers",
      "1",
      "--epochs",
      "30",
      "--steps",
      "21",
      "--batch-size",
      "5",
      "--eta",
      "0.02",
      "--json",
    );
    expect(trained.status).toBe(0);
    expect(JSON.parse(trained.stdout).perplexity).toBeLessThan(2);
    const sampled = run("sample", "model.safetensors", "to be", "--by", "greedy", "--length", "5");
    expect(sampled.stdout.trimEnd()).toMatch(/^to be/);
    const reported = run("report", "model.safetensors", "to be");
    expect(reported.status).toBe(0);
    const html = readFileSync(join(folder, "report.html"), "utf8");
    for (const title of ["Output of the top layer", "Gate: forget", "What may come next"])
      expect(html).toContain(title);
    const unknown = run("sample", "model.safetensors", "§");
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).not.toContain("    at ");
    expect(run("train", "no-such.txt").stderr).toContain("expected to read no-such.txt");
  });
});
