import { useBackend } from "@elbowjs/backend";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import { memory, scalar } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type BatchLosses, LossQueue } from "../src/index.js";

describe.each(backendsHere)("LossQueue on %s", (backend) => {
  it("reads the losses in order, one step at a time or, on a GPU, sixteen while sixteen more are taken, and holds no tensor after", async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
    const before = memory().numTensors;
    const losses = new LossQueue();
    const read: BatchLosses[] = [];
    const lengths: number[] = [];
    for (let step = 0; step < 40; step++) {
      losses.add(step + 1, [scalar(step / 8), scalar(-step)]);
      if (!losses.isFull && step < 39) continue;
      const values = await losses.read(step === 39);
      lengths.push(values.length);
      read.push(...values);
    }
    expect(read).toEqual(
      Array.from({ length: 40 }, (_, step) => ({ batch: step + 1, losses: [step / 8, -step] })),
    );
    expect(lengths).toEqual(backend === "webgpu" ? [0, 16, 24] : Array(40).fill(1));
    losses.add(1, [scalar(1)]);
    losses.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
