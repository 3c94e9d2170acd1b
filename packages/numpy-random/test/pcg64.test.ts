import { expect, it } from "vitest";
import { PCG64 } from "../src/index.js";
import numpy from "./fixtures/numpy.json" with { type: "json" };

const plain = ({ state, inc, hasUint32, uinteger }: PCG64["state"]) => ({
  state: String(state),
  inc: String(inc),
  hasUint32,
  uinteger,
});

/** One step and output of PCG XSL-RR 128/64, straight from the paper, in BigInt. */
function reference(state: bigint, inc: bigint): { state: bigint; output: bigint } {
  const next = BigInt.asUintN(128, state * 47026247687942121848144207491837523525n + inc);
  const x = (next >> 64n) ^ (next & 0xffffffffffffffffn);
  const turn = next >> 122n;
  return { state: next, output: BigInt.asUintN(64, (x >> turn) | (x << (64n - turn))) };
}

it("next64() equals the paper's formula in BigInt over 20,000 steps, every rotation included", () => {
  const bits = new PCG64(1);
  let { state, inc } = bits.state;
  const rotations = new Set<bigint>();
  for (let i = 0; i < 20_000; i++) {
    const step = reference(state, inc);
    state = step.state;
    rotations.add(state >> 122n);
    bits.next64();
    expect((BigInt(bits.high >>> 0) << 32n) | BigInt(bits.low >>> 0)).toBe(step.output);
  }
  expect(bits.state.state).toBe(state);
  expect(rotations.size).toBe(64);
});

it("next64() carries through states and increments of all ones", () => {
  const ones = (1n << 128n) - 1n;
  for (const state of [ones, ones - 1n, 0n, 1n, (1n << 127n) + 1n, 0xffffffffn << 32n]) {
    const bits = new PCG64(1);
    bits.state = { state, inc: ones, hasUint32: false, uinteger: 0 };
    bits.next64();
    const expected = reference(state, ones);
    expect(bits.state.state).toBe(expected.state);
    expect((BigInt(bits.high >>> 0) << 32n) | BigInt(bits.low >>> 0)).toBe(expected.output);
  }
});

it("nextUint32() gives the lower half of a draw, then the upper, as NumPy's state shows", () => {
  const bits = new PCG64(numpy.seed);
  const copy = new PCG64(numpy.seed);
  const [first, second] = [bits.nextUint32(), bits.nextUint32()];
  copy.next64();
  expect([first, second]).toEqual([copy.low >>> 0, copy.high >>> 0]);
  const waiting = new PCG64(numpy.seed);
  waiting.nextUint32();
  expect(plain(waiting.state)).toEqual(numpy.waiting);
});

it("advance(delta) lands on NumPy's state, forwards, backwards and modulo 2^128", () => {
  for (const { delta, state } of numpy.advanced) {
    const bits = new PCG64(numpy.seed);
    bits.nextUint32();
    expect(plain(bits.advance(BigInt(delta)).state)).toEqual(state);
  }
});

it("advance(n) equals n draws, and advance(-n) takes them back", () => {
  const bits = new PCG64(5);
  const start = bits.state;
  for (let i = 0; i < 1000; i++) bits.next64();
  expect(new PCG64(5).advance(1000).state).toEqual(bits.state);
  expect(bits.advance(-1000).state).toEqual(start);
});

it("jumped(n) gives NumPy's far generators and leaves this one", () => {
  const bits = new PCG64(numpy.seed);
  const before = bits.state;
  expect([1, 2, 12345].map((n) => plain(bits.jumped(n).state))).toEqual(numpy.jumped);
  expect(bits.jumped().state).toEqual(bits.jumped(1).state);
  expect(bits.state).toEqual(before);
});

it("state saves and restores a generator, with a waiting half", () => {
  const bits = new PCG64(9);
  bits.nextUint32();
  const saved = bits.state;
  const draws = [bits.nextUint32(), bits.nextUint32(), bits.nextDouble()];
  const other = new PCG64(0);
  other.state = saved;
  expect([other.nextUint32(), other.nextUint32(), other.nextDouble()]).toEqual(draws);
});

it("advance and jumped refuse what is not an integer", () => {
  expect(() => new PCG64(1).advance(0.5)).toThrow(
    new RangeError("advance: expected an integer up to 2^53 - 1 (a bigint beyond), got 0.5"),
  );
  expect(() => new PCG64(1).jumped(Number.NaN)).toThrow(
    new RangeError("jumped: expected an integer, got NaN"),
  );
});

it("state refuses what is no state of this generator", () => {
  const bits = new PCG64(1);
  const { state, inc } = bits.state;
  const saved = { state, inc, hasUint32: false, uinteger: 0 };
  for (const [wrong, message] of [
    [
      { state: -1n },
      `PCG64.state: expected 0 <= state < 2^128 and an odd inc below 2^128, got -1 and ${inc}`,
    ],
    [{ state: 1n << 128n }, `got ${1n << 128n} and ${inc}`],
    [{ inc: 2n }, `got ${state} and 2`],
    [{ uinteger: 2 ** 32 }, "PCG64.state: expected uinteger an integer in [0, 2^32), got 4294967296"],
  ] as const)
    expect(() => {
      bits.state = { ...saved, ...wrong };
    }).toThrow(message);
  expect(bits.state).toEqual(saved);
});
