import { useBackend } from "@elbowjs/backend";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import {
  memory,
  type Rank,
  type Tensor2D,
  tensor2d,
  tidy,
  type Variable,
  variable,
} from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { DivergenceError } from "../../src/index.js";
import { ComposedKernel } from "../../src/steps/composed-kernel.js";
import { DivergenceGuard } from "../../src/steps/divergence-guard.js";
import type { Batches, StepKernel } from "../../src/steps/step-kernel.js";
import { draw, settingsOf } from "./step-accuracy.js";

const rows = await draw("bytes", 30, 12);
const settings = settingsOf("mean", "soft", "gradient");

/** A composed step that says whether its losses are long in coming, and tells `log` of each call. */
function kernelOf(isDeferred: boolean, log: string[]): StepKernel {
  const step = new ComposedKernel();
  return {
    isDeferred,
    atOnce: () => 2,
    take: (centers, batches, rates) => {
      log.push(`take ${batches.start}`);
      return step.take(centers, batches, rates);
    },
    release: () => step.release(),
    dispose: () => step.dispose(),
  };
}

/** Three takes of two steps on five samples each, or until one fails. */
async function train(
  isDeferred: boolean,
  centers: Variable<Rank.R2>,
  rate: (step: number) => number,
): Promise<{ log: string[]; error?: unknown }> {
  const order = Int32Array.from({ length: 30 }, (_, i) => i);
  const log: string[] = [];
  const steps = new DivergenceGuard({
    caller: "fit",
    centers,
    kernel: kernelOf(isDeferred, log),
    onLoss: (loss, size) => log.push(`${size}: ${loss}`),
  });
  try {
    for (let start = 0; start < 30; start += 10) {
      const batches: Batches = { rows, order, start, end: start + 10, batchSize: 5, weights: undefined };
      const rates = [start / 5, start / 5 + 1].map((step) => ({ ...settings, learningRate: rate(step) }));
      await steps.take(batches, rates);
    }
    await steps.settle();
    return { log };
  } catch (error) {
    return { log, error };
  } finally {
    steps.dispose();
  }
}

const start = Array.from({ length: 36 }, (_, i) => ((7 * i) % 36) / 36);
const makeCenters = (values = start) => tidy(() => variable(tensor2d(values, [3, 12]) as Tensor2D));

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], () => {
  it("takes the next steps before it reads losses that are long in coming, and reports the same ones", async () => {
    const [centers, others] = [makeCenters(), makeCenters()];
    const { log } = await train(false, centers, () => 1);
    const { log: deferred } = await train(true, others, () => 1);
    const kinds = (lines: string[]) => lines.map((line) => line.split(" ")[0]).join(" ");
    expect(kinds(log)).toBe("take 5: 5: take 5: 5: take 5: 5:");
    expect(kinds(deferred)).toBe("take take 5: 5: take 5: 5: 5: 5:");
    expect(deferred.toSorted()).toEqual(log.toSorted());
    expect(await others.data()).toEqual(await centers.data());
    for (const used of [centers, others]) used.dispose();
  });

  it.each([true, false])(
    "keeps the last good centres and no tensor at a loss without bound, deferred %s",
    async (isDeferred) => {
      const before = memory().numTensors;
      const centers = makeCenters();
      const { log, error } = await train(isDeferred, centers, (step) => (step === 1 ? 1e38 : 1));
      expect(error).toBeInstanceOf(DivergenceError);
      expect(error).toMatchObject({ epoch: 1, batch: 3 });
      expect(log.filter((line) => line.startsWith("take")).length).toBe(isDeferred ? 3 : 2);
      expect(Array.from(await centers.data())).toEqual(Array.from(Float32Array.from(start)));
      centers.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});
