import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { holds, rows, testsOf, thorough } from "./reliability.mjs";

it("there are rows of every item, and every file that they name is there", () => {
  expect([...new Set(rows.map(({ item }) => item))]).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  const files = [...rows.flatMap(({ tests }) => tests.map(([file]) => file)), ...thorough];
  expect(files.filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)))).toEqual([]);
});

it("a row holds when each of its parts has a test that passed, and none failed", () => {
  const row = {
    tests: [
      ["a.test.ts", "^one"],
      ["b.test.ts", ""],
    ],
  };
  const test = (file, fullName, status) => ({ file, fullName, status });
  const passed = [test("a.test.ts", "one", "passed"), test("b.test.ts", "two", "passed")];
  expect(holds(row, passed)).toBe("yes");
  expect(testsOf(row, [...passed, test("a.test.ts", "another", "passed")])).toEqual(passed);
  expect(holds(row, [...passed, test("b.test.ts", "three", "failed")])).toBe("**no**");
  expect(holds(row, passed.slice(1))).toBe("not run");
  expect(holds(row, [passed[0], test("b.test.ts", "two", "skipped")])).toBe("not run");
});
