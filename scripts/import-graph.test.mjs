import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { circles, fileOf, importsOf, packageOf } from "./import-graph.mjs";

const folder = mkdtempSync(join(tmpdir(), "elbow-imports-"));
const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
write(
  "src/a.ts",
  'import type { B } from "./b.js";\nimport { x } from "@elbowjs/samples/x";\nexport type A = B;',
);
write("src/b.ts", 'export * from "./deep/index.js";\nimport "../../outside.js";');
write("src/deep/index.ts", 'export const later = () => import("../a.js");');
write("dist/a.js", 'import "./unseen.js";');
afterAll(() => rmSync(folder, { recursive: true }));

describe("importsOf(folder)", () => {
  it("finds types, re-exports and dynamic imports, and nothing in dist/", () => {
    const found = importsOf(folder).map(({ path, specifier }) => `${path} ${specifier}`);
    expect(found.sort()).toEqual([
      "src/a.ts ./b.js",
      "src/a.ts @elbowjs/samples/x",
      "src/b.ts ../../outside.js",
      "src/b.ts ./deep/index.js",
      "src/deep/index.ts ../a.js",
    ]);
  });

  it("packageOf and fileOf tell packages, files, and files beyond the folder apart", () => {
    expect(["@elbowjs/samples/x", "vitest/config", "node:fs", "fs", "./a.js"].map(packageOf)).toEqual([
      "@elbowjs/samples",
      "vitest",
      undefined,
      undefined,
      undefined,
    ]);
    expect(fileOf(folder, { path: "src/b.ts", specifier: "./deep/index.js" })).toBe("src/deep/index.ts");
    expect(fileOf(folder, { path: "src/b.ts", specifier: "../../outside.js" })).toBe("../outside.js");
  });
});

describe("circles(graph)", () => {
  const graph = (arrows) => new Map(Object.entries(arrows).map(([from, to]) => [from, new Set(to)]));

  it("finds each circle once, a file that imports itself, and none where there is none", () => {
    expect(circles(graph({ a: ["b"], b: ["c"], c: ["a", "d"], d: [] }))).toEqual([["a", "b", "c"]]);
    expect(circles(graph({ a: ["b", "c"], b: ["d"], c: ["d"] }))).toEqual([]);
    expect(circles(graph({ a: ["a"], x: ["y"], y: ["x"] }))).toEqual([["a"], ["x", "y"]]);
    expect(circles(graph({ a: ["b"], b: ["c"], c: ["b"] }))).toEqual([["b", "c"]]);
  });
});
