import { expect, it } from "vitest";
import { hashed } from "../src/hashed.js";

it("hashed(salt, count) gives the numbers of the Python scripts, each prefix of a longer one", () => {
  // python3 -c, with the four lines of hashed() in packages/gaussian-vae/test/fixtures/make-parity.py
  expect([...hashed(7, 3)]).toEqual([0.3345050513744354, -0.9622295498847961, -0.2737904489040375]);
  expect([...hashed(7, 2)]).toEqual([...hashed(7, 3).subarray(0, 2)]);
  expect(hashed(8, 1)).not.toEqual(hashed(7, 1));
});
