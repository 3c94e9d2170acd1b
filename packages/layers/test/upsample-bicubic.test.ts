import { useBackend } from "@elbowjs/backend";
import { ones, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { upsampleBicubic } from "../src/index.js";
import { run } from "./run.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("upsampleBicubic({scale})", () => {
  it("keeps a constant image constant, the border included", async () => {
    const y = await run([upsampleBicubic({ scale: 3 })], [4, 2, 1], ones([1, 4, 2, 1]), false);
    expect(y).toHaveLength(72);
    for (const value of y) expect(value).toBeCloseTo(1, 6);
  });

  it("copies at scale 1", async () => {
    expect(await run([upsampleBicubic({ scale: 1 })], [1, 3, 1], tensor([[[[1], [5], [2]]]]), false)).toEqual(
      [1, 5, 2],
    );
  });
});
