import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import failing from "./fixtures/tfjs-suites.json" with { type: "json" };
import { tfjsSuites } from "./tfjs-suites.js";

/** What tfjs's wasm backend does not do either, by its reason: out of scope. Everything else passes. */
const outOfScope = Object.values(failing).flat().sort();
/** Without the environment that a suite's name carries. */
const names = (failures: readonly string[]): string[] =>
  failures.map((name) => name.replace(/ wasm \{.*?\}/, "")).sort();

describe.runIf(isThorough("tfjs-core's own suites on our kernels"))("tfjs-core's own suites", () => {
  let suites: Awaited<ReturnType<typeof tfjsSuites>>;
  beforeAll(async () => {
    suites = await tfjsSuites();
  });
  afterAll(() => suites.remove());

  it.each(["simd", "relaxed-simd"] as const)(
    "pass on our kernels (%s), but for what is out of scope",
    (kernels) => {
      const { count, failures } = suites.run(kernels);
      expect(count).toBeGreaterThan(3500);
      expect(names(failures)).toEqual(outOfScope);
    },
    600_000,
  );

  it("fail on stock kernels wherever they fail on ours, and in a hundred places more", () => {
    const stock = names(suites.run("stock").failures);
    expect(outOfScope.filter((name) => !stock.includes(name))).toEqual([]);
    expect(stock.length).toBeGreaterThan(outOfScope.length + 100);
  }, 600_000);
});
