import { expect, it } from "vitest";
import { checkKinds } from "../src/index.js";

it("checkKinds refuses another kind, and lets through what may be left out", () => {
  checkKinds("fit", {
    onEpoch: [() => 1, "function"],
    signal: [new AbortController().signal, "AbortSignal"],
    bytes: [new Uint8Array(1), "Uint8Array"],
    resume: [undefined, "Uint8Array or undefined"],
    model: [{}, "object"],
  });
  expect(() => checkKinds("fit", { onEpoch: ["yes", "function or undefined"] })).toThrow(
    new TypeError('fit: expected onEpoch to be a function, got "yes"'),
  );
  expect(() => checkKinds("fit", { signal: [new AbortController(), "AbortSignal or undefined"] })).toThrow(
    new TypeError("fit: expected signal to be an AbortSignal, got an instance of AbortController"),
  );
  expect(() => checkKinds("fit", { bytes: [undefined, "Uint8Array"] })).toThrow(
    new TypeError("fit: expected bytes to be a Uint8Array, got undefined"),
  );
  expect(() => checkKinds("fit", { model: [null, "object"] })).toThrow("got null");
});

it("checkKinds looks into lists and parts, and names the part", () => {
  const trace = { w: [1, Number.NaN], steps: [{ x: new Float32Array(2), rows: [[1], Float64Array.of(2)] }] };
  const rule = {
    w: "numbers",
    steps: [{ x: "numbers", rows: "rows" }],
    name: "string or undefined",
  } as const;
  checkKinds("figure", { trace: [trace, rule], like: [{ length: 1, 0: 2 }, "numbers"] });
  const refused = (given: unknown) => () => checkKinds("figure", { trace: [given, rule] });
  const error = (text: string) => new TypeError(`figure: expected trace${text}`);
  expect(refused(undefined)).toThrow(error(" to be an object with w, steps, name, got undefined"));
  expect(refused({ ...trace, w: 1 })).toThrow(error(".w to be numbers, got 1"));
  expect(refused({ ...trace, w: [1, "2"] })).toThrow(error('.w[1] to be a number, got "2"'));
  expect(refused({ ...trace, w: { length: 3 } })).toThrow(error(".w[0] to be a number, got undefined"));
  expect(refused({ ...trace, w: new BigInt64Array(1) })).toThrow(
    error(".w to be numbers, got a BigInt64Array of 1"),
  );
  expect(refused({ ...trace, steps: {} })).toThrow(error(".steps to be an array, got an object"));
  expect(refused({ ...trace, steps: [null] })).toThrow(
    error(".steps[0] to be an object with x, rows, got null"),
  );
  expect(refused({ ...trace, steps: [{ x: [], rows: [[1], 2] }] })).toThrow(
    error(".steps[0].rows[1] to be numbers, got 2"),
  );
  expect(refused({ ...trace, name: 7 })).toThrow(error(".name to be a string, got 7"));
});

it("checkKinds knows a Matrix and a Tensor by what they have", () => {
  const matrix = { klass: "Matrix" };
  const tensor = { shape: [2], dataSync: () => [], isDisposed: false };
  checkKinds("f", { m: [matrix, "Matrix"], rows: [matrix, "rows"], t: [tensor, "Tensor"] });
  expect(() => checkKinds("f", { m: [[[1]], "Matrix"] })).toThrow(
    "expected m to be a Matrix of ml-matrix, got an array of 1",
  );
  expect(() => checkKinds("f", { t: [{ ...tensor, isDisposed: true }, "Tensor"] })).toThrow(
    new TypeError("f: expected t to be a tensor, got a disposed tensor"),
  );
  expect(() => checkKinds("f", { t: [undefined, "Tensor"] })).toThrow(
    "expected t to be a tensor, got undefined",
  );
});
