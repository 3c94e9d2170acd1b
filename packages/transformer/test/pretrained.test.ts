import { useBackend } from "@elbowjs/backend";
import { beforeAll, expect, it } from "vitest";
import { nameModel, transliterator } from "../src/pretrained.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

it("transliterator() writes Latin words in Arabic letters, and says where it looked", async () => {
  using model = await transliterator();
  const best = async (word: string) => (await model.transliterate(word)).map(({ text }) => text);
  // What these weights wrote when they were shipped: a guard of the file, no measure of quality (weights/README.md has that).
  expect(await best("muhammad")).toContain("محمد");
  expect(await best("khalid")).toContain("خالد");
  expect(await best("salma")).toContain("سلما");
  expect((await model.transliterateAll(["karim", "muhammad"]))[1]).toBe("محمد");
  const attention = model.attention("karim", "كريم");
  expect(attention.map(({ shape }) => shape)).toEqual([
    [1, 4, 5, 5],
    [1, 4, 5, 5],
  ]);
  for (const weights of attention) weights.dispose();
  await expect(model.transliterate("")).rejects.toThrow("expected source[0] of at least one token, got none");
});

it("nameModel() draws names by a seed", async () => {
  using model = await nameModel();
  const draw = async () =>
    (await model.complete("", { sample: { samples: 5, seed: 3 }, maxLength: 20 })).map(({ text }) => text);
  const names = await draw();
  expect(names).toEqual(await draw());
  expect(names.every((name) => /^[a-z]+$/.test(name))).toBe(true);
  // Nats per letter of names; a uniform guess among 26 letters and the end is ln 27 = 3.30.
  const { loss } = await model.evaluate(["emma", "olivia", "ava", "isabella", "sophia"]);
  expect(loss).toBeLessThan(2.4);
});
