import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** The first example of a README, what it prints, and what it needs installed. */
export interface ReadmeExample {
  /** The code of the first `js` or `ts` block. */
  readonly code: string;
  /** The comment behind each `console.log`, or a `report` that the example defines, in order; undefined where it promises nothing exact ("for example …"). */
  readonly printed: readonly (string | undefined)[];
  /** The packages of the first `npm install` line. */
  readonly packages: readonly string[];
}

/** Reads a package's README. */
export function readmeExample(path: string | URL): ReadmeExample {
  const text = readFileSync(path, "utf8");
  const code = /```(?:js|javascript|ts|typescript)\n([\s\S]*?)```/.exec(text)?.[1];
  const install = /npm install ([^\n`#]+)/.exec(text)?.[1];
  if (code === undefined || install === undefined)
    throw new Error(`${path}: expected an npm install line and a js example`);
  const printed = [...code.matchAll(/(?:console\.log|^report)\(.*\);(?:[ \t]*\/\/ *(.*))?$/gm)].map(
    ([, comment]) =>
      comment === undefined || /^(for example|about|≈)/.test(comment) ? undefined : comment.trim(),
  );
  return {
    code,
    printed,
    packages: install
      .trim()
      .split(/\s+/)
      .filter((word) => !word.startsWith("-")),
  };
}

const number = /-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?/g;

/**
 * Whether a printed line says what the README says: the same words, and the same numbers to the digits that the README
 * shows.
 */
export function agrees(line: string, promised: string): boolean {
  const words = (text: string): string =>
    text
      .replace(number, "#")
      .replace(/[\s,[\](){}'"…]+/g, " ")
      .trim();
  const numbers = (text: string): string[] => text.match(number) ?? [];
  const [got, wanted] = [numbers(line), numbers(promised)];
  if (words(line) !== words(promised) || got.length !== wanted.length) return false;
  return wanted.every((shown, i) => {
    const digits = /\.(\d+)/.exec(shown)?.[1]?.length ?? 0;
    const [a, b] = [shown, got[i]!].map((text) => Number(text.replaceAll(",", "")));
    return Math.abs(a! - b!) <= 10 ** -digits;
  });
}

/** The lines that an example printed are those that its README promises. */
export function expectPromised(lines: readonly string[], { printed }: ReadmeExample): void {
  expect(lines).toHaveLength(printed.length);
  expect(lines.filter((line, i) => printed[i] !== undefined && !agrees(line, printed[i]))).toEqual([]);
}

/** A value as the READMEs write it: `Float64Array [1, 2]`, `{ inertia: 2.5 }`. */
export function show(value: unknown): string {
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name} [${[...(value as Float64Array)].map(show).join(", ")}]`;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value === null || typeof value !== "object") return String(value);
  const entries = Object.entries(value).map(([key, entry]) => `${key}: ${show(entry)}`);
  return `{ ${entries.join(", ")} }`;
}

/**
 * The example as a module that hands its printed lines to `report(lines)` in the end.
 */
export function reporting(code: string, report: string): string {
  const imports = code.match(/^import [\s\S]*?;$/gm)?.join("\n") ?? "";
  const body = code.replace(/^import [\s\S]*?;$/gm, "");
  return `${imports}
const lines = [];
const show = ${show};
{
  const console = { ...globalThis.console, log: (...values) => lines.push(values.map(show).join(" ")) };
${body}
}
${report};
`;
}
