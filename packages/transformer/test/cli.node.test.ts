import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../bin/transformer.js", import.meta.url));
let folder: string;
const run = (
  args: readonly string[],
  input = "",
): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8", input });
/** A model small enough to be trained in a second or two. */
const small = ["--width", "32", "--layers", "1", "--heads", "2", "--dropout", "0", "--backend", "wasm"];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "transformer-"));
  // Every vowel to its number: a task that is learnt at once.
  const words = ["ba", "be", "bi", "bo", "ca", "ce", "ci", "co", "da", "de", "di", "do"];
  const pairs = words.flatMap((a) => words.map((b) => a + b));
  const told = (word: string): string =>
    word.replaceAll("a", "1").replaceAll("e", "2").replaceAll("i", "3").replaceAll("o", "4");
  writeFileSync(join(folder, "pairs.tsv"), `${pairs.map((word) => `${word}\t${told(word)}`).join("\n")}\n`);
  writeFileSync(join(folder, "text.txt"), "the cat sat on the mat. ".repeat(30));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("transformer", () => {
  it("trains on pairs of one's own and transliterates stdin by them", () => {
    const trained = run([
      "train",
      "pairs.tsv",
      ...small,
      "--context",
      "8",
      "--epochs",
      "15",
      "--batch-size",
      "16",
      "--eta",
      "0.01",
      "--json",
    ]);
    expect(trained.stderr).toContain("Epoch 15: loss");
    const { kind, loss, model } = JSON.parse(trained.stdout);
    expect({ kind, model }).toEqual({ kind: "pairs", model: "model.safetensors" });
    expect(loss).toBeLessThan(0.05); // of a tenth that it has not seen
    expect(run(["transliterate", "model.safetensors"], "bade\nCODI\n").stdout).toBe("b1d2\nc4d3\n");
    const wrong = run(["generate", "model.safetensors", "ba"]);
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain(
      "expected a model trained on text, got model.safetensors, which reads words",
    );
  });

  it("trains on a text, generates by a seed, and reports with attention maps", () => {
    const train = [
      "train",
      "text.txt",
      ...small,
      "--context",
      "24",
      "--epochs",
      "2",
      "--eta",
      "0.005",
      "--out",
      "text.safetensors",
    ];
    const trained = run(train);
    expect(trained.stdout).toMatch(/^Wrote text\.safetensors: [\d.]+ nats per character/);
    const draw = () => run(["generate", "text.safetensors", "the", "--length", "20", "--seed", "3"]).stdout;
    expect(draw()).toMatch(/^the/);
    expect(draw()).toBe(draw());
    const reported = run(["report", "text.safetensors", "the cat"]);
    expect(reported.status).toBe(0);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("Attention of block 1");
    expect(existsSync(join(folder, "model.safetensors"))).toBe(true);
  });

  it("transliterates stdin by the weights of the package, several texts a word", () => {
    const { status, stdout } = run(["transliterate", "--best", "2", "--json"], "Muhammad\n\n karim \n");
    expect(status).toBe(0);
    const found = JSON.parse(stdout) as { word: string; texts: { text: string; score: number }[] }[];
    expect(found.map(({ word }) => word)).toEqual(["muhammad", "karim"]);
    expect(found.map(({ texts }) => texts.length)).toEqual([2, 2]);
    expect(found[0]!.texts[0]!.text).toBe("محمد");
  });

  it.each([
    [["train", "no-such.txt"], "", "expected to read no-such.txt"],
    [["train", "text.txt", "--kind", "pairs"], "", "expected lines of source TAB target in text.txt"],
    [["train", "text.txt", "--width", "30", "--heads", "4"], "", "heads"],
    [["transliterate"], "\n", "expected words on stdin, one per line, got none"],
    [["generate", "text.txt"], "", "text.txt"],
  ] as const)("%j says what was expected, without a stack", (args, input, said) => {
    const { status, stderr } = run(args, input);
    expect(status).toBeGreaterThan(0);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain("    at ");
  });
});
