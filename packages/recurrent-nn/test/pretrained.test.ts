import { useBackend } from "@elbowjs/backend";
import { beforeAll, expect, it } from "vitest";
import { shakespeareModel } from "../src/pretrained.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

it("shakespeareModel() reads English better than chance by far, and writes by a seed", async () => {
  const model = await shakespeareModel();
  // A uniform guess among 65 letters is ln 65 = 4.17 nats; weights/README.md has the number for the test.
  const { loss } = await model.evaluate("Good morrow, my lord. What news from the king?\n".repeat(60));
  expect(loss).toBeLessThan(2.5);
  const write = async () =>
    (await model.complete("ROMEO:", { length: 30, temperature: 0.7, seed: 1 }))[0]!.text;
  const text = await write();
  expect(text).toHaveLength(30);
  expect(await write()).toBe(text);
  await expect(model.complete("é")).rejects.toThrow(RangeError);
  model.dispose();
});

it("shakespeareModel(url) refuses what is no address", async () => {
  await expect(shakespeareModel(3 as unknown as string)).rejects.toThrow("shakespeareModel: expected url");
});
