import { useBackend } from "@elbowjs/backend";
import { tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { flatten, unflatten } from "../src/index.js";
import { run } from "./run.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("flatten() and unflatten({image})", () => {
  it("order by channel, row, column, as PyTorch, and undo each other", async () => {
    const image = () => tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]); // last axis: channels
    expect(await run([flatten()], [2, 2, 2], image(), false)).toEqual([1, 3, 5, 7, 2, 4, 6, 8]);
    expect(await run([flatten(), unflatten({ image: [2, 2, 2] })], [2, 2, 2], image(), false)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });
});
