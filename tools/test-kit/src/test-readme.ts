import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readmeExample, show } from "./readme-example.js";

/**
 * Two tests of a package's README: its first example prints what its comments say, digit for digit, and its first sentence is
 * the package's description. The example runs on the sources under test: its imports become look-ups in `modules`.
 *
 * @param test `import.meta.url` of a test in the package's `test/`.
 * @param modules What the example imports, by specifier: `{ "@elbowjs/samples": samples }`.
 */
export function testReadme(test: string | URL, modules: Readonly<Record<string, object>>): void {
  const readme = new URL("../README.md", test);

  it("the README's first example prints what its comments say", async () => {
    const { code, printed } = readmeExample(readme);
    const lines: string[] = [];
    const log = (...values: unknown[]) => lines.push(values.map(show).join(" "));
    await runExample(code, modules, { ...console, log });
    expect(printed.filter((promised) => promised !== undefined).length).toBeGreaterThan(0);
    expect(lines).toHaveLength(printed.length);
    const kept = lines.map((line, i) => (printed[i] === undefined ? undefined : tight(line)));
    expect(kept).toEqual(printed.map((promised) => promised && tight(promised)));
  });

  it("the README begins with the package's description", () => {
    const { description } = JSON.parse(readFileSync(new URL("../package.json", test), "utf8")) as {
      description: string;
    };
    const sentence = readFileSync(readme, "utf8").split("\n")[2]!;
    expect(sentence.slice(0, description.length)).toBe(description);
  });
}

/** How spaces stand between an array's brackets and commas is no promise. */
const tight = (line: string): string => line.replace(/([[\]{},])\s+|\s+(?=[[\]{},])/g, "$1");

async function runExample(
  code: string,
  modules: Readonly<Record<string, object>>,
  console: Console,
): Promise<void> {
  const body = code.replace(
    /^import (\{[^}]*\}) from "([^"]+)";$/gm,
    (_, names: string, from: string) => `const ${names.replaceAll(" as ", ": ")} = modules["${from}"];`,
  );
  const missing = [...body.matchAll(/modules\["([^"]+)"\]/g)]
    .map(([, from]) => from!)
    .filter((from) => !modules[from]);
  expect(missing, "modules that the example imports and the test does not hand over").toEqual([]);
  expect(body).not.toMatch(/^import /m);
  const run = new Function("modules", "console", `return (async () => {${body}})()`);
  await run(modules, console);
}
