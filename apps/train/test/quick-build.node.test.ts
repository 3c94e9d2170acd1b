import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const script = new URL("../../../scripts/quick-build.mjs", import.meta.url);
const { quickBuild } = (await import(script.href)) as {
  quickBuild(app: string, root?: string): Promise<void>;
};

const root = mkdtempSync(join(tmpdir(), "elbow-quick-build-"));
afterAll(() => rmSync(root, { recursive: true }));

const write = (path: string, content: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const modified = (path: string): number => statSync(join(root, path)).mtimeMs;
/** Makes a file look newer than everything that was built. */
const touch = (path: string): void => {
  const then = new Date(Date.now() + 5000);
  utimesSync(join(root, path), then, then);
};

describe("quickBuild(app)", () => {
  beforeAll(async () => {
    write(
      "tsconfig.base.json",
      '{ "compilerOptions": { "target": "ES2022", "verbatimModuleSyntax": true } }',
    );
    write("apps/a/package.json", '{ "dependencies": { "@elbowjs/b": "workspace:^" } }');
    write("apps/a/src/main.ts", 'import { b } from "@elbowjs/b";\nconst n: number = b;\n');
    const generate = `mkdir -p src/generated && echo "export const made: number = 1;" > src/generated/made.ts && echo x >> runs`;
    write("packages/b/package.json", JSON.stringify({ scripts: { generate } }));
    write("packages/b/src/index.ts", "export const b: number = 2;\n");
    write("packages/b/src/deep/c.ts", 'export type { D } from "./d.js";\nexport const c = 3 as const;\n');
    write("packages/other/package.json", "{}");
    write("packages/other/src/index.ts", "export {};\n");
    await quickBuild("apps/a", root);
  });

  it("writes the JavaScript of the app, of what it depends on, and of what is generated; nothing else", () => {
    expect(read("apps/a/dist/main.js")).toBe('import { b } from "@elbowjs/b";\nconst n = b;\n');
    expect(read("packages/b/dist/index.js")).toBe("export const b = 2;\n");
    expect(read("packages/b/dist/deep/c.js")).toBe("export const c = 3;\n");
    expect(read("packages/b/dist/generated/made.js")).toBe("export const made = 1;\n");
    expect(existsSync(join(root, "packages/other/dist"))).toBe(false);
  });

  it("does again what changed, and no more", async () => {
    const before = modified("packages/b/dist/deep/c.js");
    write("packages/b/src/index.ts", "export const b: number = 4;\n");
    touch("packages/b/src/index.ts");
    await quickBuild("apps/a", root);
    expect(read("packages/b/dist/index.js")).toBe("export const b = 4;\n");
    expect([modified("packages/b/dist/deep/c.js"), read("packages/b/runs")]).toEqual([before, "x\n"]);
    touch("packages/b/package.json"); // which has the command that generates
    await quickBuild("apps/a", root);
    expect(read("packages/b/runs")).toBe("x\nx\n");
  });

  it("a command that fails is an error that names it", async () => {
    write("packages/b/package.json", '{ "scripts": { "generate": "exit 3" } }');
    touch("packages/b/package.json");
    await expect(quickBuild("apps/a", root)).rejects.toThrow(
      'packages/b: expected "exit 3" to succeed, got status 3',
    );
  });
});
