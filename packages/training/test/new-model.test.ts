import { useBackend } from "@elbowjs/backend";
import { linear, Sequential } from "@elbowjs/layers";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { newModel, stream } from "../src/index.js";

beforeAll(async () => {
  await useBackend();
});

const first = async (random: Parameters<typeof newModel>[0], parts: readonly string[]): Promise<number[]> => {
  const networks = await newModel(random, (weights) =>
    parts.map((part) => new Sequential([1], [linear({ units: 1 })], weights.within(part))),
  );
  const values = networks.map((network) => [...network.namedWeights()][0]![1].variable.dataSync()[0]!);
  for (const network of networks) network.dispose();
  return values;
};

it("newModel(random, make) gives the same weights for the same stream", async () => {
  expect(await first(stream(1, "weights"), ["a"])).toEqual(await first(stream(1, "weights"), ["a"]));
  expect(await first(stream(1, "weights"), ["a"])).not.toEqual(await first(stream(2, "weights"), ["a"]));
});

it("newModel((part) => random, make) draws each part from its own", async () => {
  const streams = (part: string) => stream(1, "weights", part);
  const [a, b] = await first(streams, ["a", "b"]);
  expect(await first(streams, ["b", "a"])).toEqual([b, a]);
  expect(a).not.toBe(b);
});

it("newModel(random, make) frees what was made if the rest fails", async () => {
  const before = memory().numTensors;
  await expect(
    newModel(stream(1, "weights"), (weights) => {
      new Sequential([1], [linear({ units: 1 })], weights);
      throw new RangeError("the second part does not fit");
    }),
  ).rejects.toThrow("the second part does not fit");
  expect(memory().numTensors).toBe(before);
});

it("newModel refuses what is no generator and no function", async () => {
  await expect(newModel(stream(1, "weights"), 3 as never)).rejects.toThrow(TypeError);
  await expect(newModel({} as never, () => 1)).rejects.toThrow(TypeError);
});
