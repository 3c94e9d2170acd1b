import { checkKinds } from "@elbowjs/arguments";

/** The multipliers and key steps of Philox4x32. */
const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/**
 * One block of Philox4x32-10: four random words that depend on the counter and the key alone, so that any of them can
 * be made at any time, in any order.
 *
 * @param counter four uint32.
 * @param key two uint32.
 * @returns four uint32.
 * @see Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (2011).
 */
export function philoxBlock(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  checkKinds("philoxBlock", { counter: [counter, ["number"]], key: [key, ["number"]] });
  let [x0, x1, x2, x3] = counter;
  let [key0, key1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = product(M0, x0);
    const [high2, low2] = product(M1, x2);
    [x0, x1, x2, x3] = [(high2 ^ x1 ^ key0) >>> 0, low2, (high0 ^ x3 ^ key1) >>> 0, low0];
    key0 = (key0 + W0) >>> 0;
    key1 = (key1 + W1) >>> 0;
  }
  return [x0, x1, x2, x3];
}

/** Upper and lower 32 bits of a·b, from products of 16 by 32 bits that float64 holds. */
function product(a: number, b: number): [number, number] {
  const upper = (a >>> 16) * b;
  const lower = (a & 0xffff) * b;
  const middle = (upper % 65536) * 65536 + lower;
  return [(Math.floor(upper / 65536) + Math.floor(middle / 2 ** 32)) >>> 0, Math.imul(a, b) >>> 0];
}

/** The low and high 32 bits of an integer below 2⁵³. */
export function words64(value: number): [number, number] {
  return [value >>> 0, Math.floor(value / 2 ** 32) >>> 0];
}

/** The distributions of `assembly/philox.ts`, in its order. */
export type Distribution = "words" | "uniform" | "normal" | "keep";
export const distributions: readonly Distribution[] = ["words", "uniform", "normal", "keep"];

/** What the kernel and its TypeScript twin are asked for; a and b as in `assembly/philox.ts`. */
export interface PhiloxRequest {
  distribution: Distribution;
  seed: number;
  stream: number;
  a: number;
  b: number;
}

/** The twin of `random` in `assembly/philox.ts`, value for value; normals agree to float32 rounding. */
export function philoxValues(n: number, { distribution, seed, stream, a, b }: PhiloxRequest): Float32Array {
  const key = words64(seed);
  const [stream0, stream1] = words64(stream);
  const out = new Float32Array(n);
  const group = new Float32Array(16);
  const bits = new Uint32Array(group.buffer);
  for (let start = 0; start < n; start += 16) {
    const words = [0, 1, 2, 3].map((lane) => philoxBlock([start / 4 + lane, 0, stream0, stream1], key));
    for (let i = 0; i < 16; i++) {
      const w = i >> 2;
      const block = words[i & 3]!;
      const u = (block[w]! >>> 8) / 2 ** 24;
      if (distribution === "words") bits[i] = block[w]!;
      else if (distribution === "uniform") group[i] = a + (b - a) * u;
      else if (distribution === "keep") group[i] = u >= Math.fround(a) ? b : 0;
      else {
        // Words 0 and 1 make a pair of normals, 2 and 3 another.
        const radius = Math.sqrt(-2 * Math.log(((block[w & 2]! >>> 8) + 1) / 2 ** 24));
        const angle = (2 * Math.PI * (block[w | 1]! >>> 8)) / 2 ** 24;
        group[i] = a + b * radius * (w & 1 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    out.set(group.subarray(0, Math.min(16, n - start)), start);
  }
  return out;
}
