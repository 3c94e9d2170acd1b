import { describe, expect, it } from "vitest";
import {
  checkOut,
  openData,
  packageOf,
  readModel,
  runModel,
  runModels,
  say,
  signedDrawing,
  signedPage,
  signedPng,
} from "../src/index.js";

describe("the parts of a program refuse what is of another kind, by their name", () => {
  const odd = <T>(value: unknown): T => value as T;
  it.each<[() => unknown, string]>([
    [() => say(odd(3)), "say: expected text to be a string, got 3"],
    [() => packageOf(odd(3)), "packageOf: expected moduleUrl to be a string, got 3"],
    [() => packageOf("here"), 'packageOf: expected import.meta.url, got "here"'],
    [() => signedPng.sign(odd("png")), 'signedPng.sign: expected content to be a Uint8Array, got "png"'],
    [() => signedPage.sign(odd(1)), "signedPage.sign: expected content to be a string, got 1"],
    [() => signedDrawing.isOurs(odd(null)), "signedDrawing.isOurs: expected start to be a string, got null"],
  ])("%s", (call, message) => {
    expect(call).toThrow(message);
  });

  it.each<[() => Promise<unknown>, string]>([
    [() => checkOut(odd(7), () => true, false), "checkOut: expected path to be a string, got 7"],
    [() => openData(odd({})), "openData: expected from to be a string, got an object"],
    [
      () => readModel(odd({ file: 1 }), "model"),
      "readModel: expected program.file to be an object with read, got 1",
    ],
    [
      () => runModel(odd({ package: 10 })),
      "runModel: expected program.package to be an object with name, version, got 10",
    ],
    [
      () => runModels({ name: "x", version: "1", about: "x" }, odd({ a: 1 }), []),
      "runModels: expected a to be an object with load, got 1",
    ],
  ])("%s, asynchronously", async (call, message) => {
    await expect(call()).rejects.toThrow(new TypeError(message));
  });
});
