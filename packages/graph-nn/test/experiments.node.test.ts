import { useBackend } from "@elbowjs/backend";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { beforeAll, describe, expect, it } from "vitest";
import {
  citationExperiment,
  cyclesExperiment,
  disturbanceExperiment,
  holds,
  karateExperiment,
  kHopExperiment,
  parityExperiment,
  trainKHop,
} from "../src/experiments/index.js";
import { readCora } from "../src/index.js";
import { syntheticCora } from "./synthetic-cora.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

const quick = [cyclesExperiment, karateExperiment, kHopExperiment, disturbanceExperiment];
const slow = isThorough("the parity experiment") ? [parityExperiment] : [];

describe.each([...quick, ...slow])("the experiment $name, in small", (experiment) => {
  it("comes out as expected, its controls too", async () => {
    const rows = await experiment.run({ seed: 1, isQuick: true });
    for (const row of rows) expect(row, row.setting).toSatisfy(holds);
    expect(new Set(rows.map(({ isControl }) => isControl))).toEqual(new Set([true, false]));
  });
});

it("parity: a read-out by a mean decides a graph and its double alike", async () => {
  const rows = await parityExperiment.run({ seed: 0, isQuick: true, signal: AbortSignal.timeout(100_000) });
  for (const { isControl, accuracy } of rows) if (isControl) expect(accuracy).toBe(0.5);
}, 110_000);

it("trainKHop tells of each epoch, and stops when it is told to", async () => {
  const losses: number[] = [];
  const stop = new AbortController();
  const run = trainKHop({
    ...{ distance: 2, layers: 1, seed: 0, count: 20, signal: stop.signal },
    onEpoch: ({ loss }) => {
      losses.push(loss);
      if (losses.length === 2) stop.abort(new Error("enough"));
    },
  });
  await expect(run).rejects.toThrow("enough");
  expect(losses.length).toBe(2);
  await expect(trainKHop({ distance: 0, layers: 1, seed: 0 })).rejects.toThrow(
    "expected distance to be an integer in [1, 20]",
  );
});

it("citationExperiment follows the paper's protocol on a file in Cora's format", async () => {
  const { content, cites } = syntheticCora({ papers: 150, words: 40, classes: 3, seed: 0 });
  const { graph } = readCora(content, cites);
  const rows = await citationExperiment(graph, {
    seed: 0,
    epochs: 60,
    split: { perClass: 5, validation: 30, test: 60 },
  });
  const [with_, without] = rows.map(({ accuracy }) => accuracy) as [number, number];
  expect(with_).toBeGreaterThan(0.85);
  expect(with_).toBeGreaterThan(without + 0.1);
});
