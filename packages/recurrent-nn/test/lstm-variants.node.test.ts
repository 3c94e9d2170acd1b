import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../experiments/lstm-variants.mjs", import.meta.url));

it("lstm-variants --check: the gradients of all nine LSTMs are those of central differences, and a wrong one is found", () => {
  const lines = execFileSync(process.execPath, [program, "--check"], { encoding: "utf8" }).trim().split("\n");
  const found = lines.map((line) => JSON.parse(line) as { name: string; error: number; wrong: number });
  expect(found.map(({ name }) => name)).toEqual([
    "V",
    "NIG",
    "NFG",
    "NOG",
    "NIAF",
    "NOAF",
    "CIFG",
    "NP",
    "FGR",
  ]);
  for (const { name, error, wrong } of found) {
    expect.soft(error, name).toBeLessThan(1e-9);
    expect.soft(wrong, name).toBeGreaterThan(1e-5);
  }
});
