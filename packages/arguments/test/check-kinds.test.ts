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
