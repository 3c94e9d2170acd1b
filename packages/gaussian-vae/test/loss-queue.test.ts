import { useBackend } from "@elbowjs/backend";
import { memory, scalar } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { LossQueue } from "../src/loss-queue.js";
import { trainingBackends } from "./backends.js";

describe.each(await trainingBackends())("LossQueue on %s", (backend) => {
  it("reads the losses in order, one step at a time or as many as a GPU keeps, and holds no tensor after", async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
    const before = memory().numTensors;
    const losses = new LossQueue();
    const read: number[] = [];
    const lengths = new Set<number>();
    for (let step = 0; step < 40; step++) {
      losses.add(scalar(step / 8));
      if (!losses.isFull && step < 39) continue;
      const values = await losses.read();
      lengths.add(values.length);
      read.push(...values);
    }
    expect(read).toEqual(Array.from({ length: 40 }, (_, step) => step / 8));
    expect([...lengths]).toEqual(backend === "webgpu" ? [16, 8] : [1]);
    losses.add(scalar(1));
    losses.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
