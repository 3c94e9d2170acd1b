import { expect, it } from "vitest";
import { findChromium } from "../src/chromium.js";

it("findChromium(path) takes what is named, and nothing else when that leads nowhere", () => {
  expect(findChromium(process.execPath)).toBe(process.execPath);
  expect(findChromium("/nowhere/chromium")).toBeUndefined();
});
