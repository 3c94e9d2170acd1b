import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { curves, toSvg } from "../src/index.js";
import { measured } from "../src/measured.js";

interface Cell {
  readonly b: number;
  readonly from: string;
  readonly epochs: number;
  readonly rule: string;
  readonly eta: number | null;
  readonly excess?: number;
}

it("the measured figures in recommendEta's reasons are those of the committed experiment", async () => {
  const file = new URL("../../../bench/lloyd-analysis/results/results.json", import.meta.url);
  const { sets } = JSON.parse(await readFile(file, "utf8")) as { sets: { name: string; cells: Cell[] }[] };
  const cells = sets.find(({ name }) => name === "mnist")!.cells.filter(({ from }) => from === "images");
  expect(measured.map(({ b }) => b)).toEqual([1, 8, 64, 256, 1024, 60_000]);
  for (const { b, epochs, ...figures } of measured) {
    const excess = (rule: string, eta?: number) => {
      const found = cells.find(
        (cell) =>
          cell.b === b &&
          cell.epochs === epochs &&
          cell.rule === rule &&
          (eta === undefined || cell.eta === eta),
      );
      expect(found, `${rule} at b = ${b}`).toBeDefined();
      return found!.excess ?? null;
    };
    expect(figures).toEqual({
      constant: excess("recommended"),
      annealed: excess("recommendedAnnealed"),
      source: excess("hard", 4.5),
      cumulative: excess("cumulative"),
    });
  }
});

it("the README's table has the measured figures", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const percent = (x: number | null) =>
    x === null ? "diverged" : `${Number((100 * x).toPrecision(Math.abs(x) < 0.1 ? 2 : 3))}%`;
  for (const { b, source, constant, annealed, cumulative } of measured) {
    const row = readme.split("\n").find((line) => line.startsWith(`| ${b} `) && line.includes("%"))!;
    const columns = row.split("|").map((column) => column.trim());
    expect(columns.slice(1, 6)).toEqual([
      String(b),
      ...[source, constant, annealed, cumulative].map(percent),
    ]);
  }
});

it("docs/curves-64.svg is what toSvg(curves({ b: 64 })) draws", async () => {
  const drawn = await readFile(new URL("../docs/curves-64.svg", import.meta.url), "utf8");
  expect(drawn).toBe(toSvg(curves({ b: 64 })));
});
