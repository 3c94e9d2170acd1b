import { expect, it } from "vitest";
import { arrangedByLength } from "../src/data/arrange-by-length.js";

it("arrangedByLength keeps every row, puts like lengths together, and leaves the rest last", () => {
  const order = Int32Array.from({ length: 103 }, (_, i) => (i * 37) % 103);
  const lengths = order.map((row) => 1 + ((row * 31) % 9));
  const arranged = arrangedByLength(order, lengths, 10);
  expect([...arranged].sort((a, b) => a - b)).toEqual(Array.from({ length: 103 }, (_, i) => i));
  expect([...arranged.subarray(100)]).toEqual([...order.subarray(100)]);
  const filled = (rows: Int32Array) => {
    let tokens = 0;
    for (let at = 0; at < 100; at += 10)
      tokens += 10 * Math.max(...[...rows.subarray(at, at + 10)].map((row) => lengths[row]!));
    return tokens;
  };
  expect(filled(arranged)).toBeLessThan(0.75 * filled(order));
  expect(arrangedByLength(order, lengths, 10)).toEqual(arranged);
});
