import { useBackend } from "@elbowjs/backend";
import { memory, scalar } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type BatchLoss, LossQueue } from "../src/loss-queue.js";
import { trainingBackends } from "./backends.js";

describe.each(await trainingBackends())("LossQueue on %s", (backend) => {
  it("reads the losses in order, one step at a time or, on a GPU, sixteen while sixteen more are taken, and holds no tensor after", async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
    const before = memory().numTensors;
    const losses = new LossQueue();
    const read: BatchLoss[] = [];
    const lengths: number[] = [];
    for (let step = 0; step < 40; step++) {
      losses.add(step + 1, scalar(step / 8));
      if (!losses.isFull && step < 39) continue;
      const values = await losses.read(step === 39);
      lengths.push(values.length);
      read.push(...values);
    }
    expect(read).toEqual(Array.from({ length: 40 }, (_, step) => ({ batch: step + 1, loss: step / 8 })));
    expect(lengths).toEqual(backend === "webgpu" ? [0, 16, 24] : Array(40).fill(1));
    losses.add(1, scalar(1));
    losses.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
