import { parseArgs } from "node:util";
import { nearestName } from "@elbowjs/arguments";
import { UsageError } from "./usage-error.js";

/** One flag: what it takes, what it is without being given, and what `--help` says. */
export type Flag = { readonly help: string } & (
  | { readonly kind: "switch" }
  | { readonly kind: "text"; readonly value: string; readonly default?: string }
  | { readonly kind: "choice"; readonly choices: readonly string[]; readonly default: string }
  | { readonly kind: "integer"; readonly least: number; readonly default?: number }
  | { readonly kind: "positive"; readonly default?: number }
  | { readonly kind: "fraction"; readonly default: number }
);

/** What the flags of a command come to. */
export type Values<F extends Record<string, Flag>> = {
  readonly [K in keyof F]: F[K] extends { kind: "switch" }
    ? boolean
    : F[K] extends { kind: "text" | "choice" }
      ? F[K] extends { default: string }
        ? string
        : string | undefined
      : F[K] extends { default: number }
        ? number
        : number | undefined;
};

/** A command's arguments, read. */
export interface FlagsRead<F extends Record<string, Flag>> {
  /** Of every flag, given or not. */
  readonly values: Values<F>;
  /** The flags that were given. */
  readonly given: ReadonlySet<string>;
  readonly positionals: readonly string[];
}

/**
 * Reads a command's arguments.
 *
 * @throws UsageError for a flag that is not known, with the nearest one that is, or a value that does not fit.
 */
export function readFlags<F extends Record<string, Flag>>(args: readonly string[], flags: F): FlagsRead<F> {
  const names = [...Object.keys(flags), "help"];
  const options = Object.fromEntries(
    names.map((name) => [
      name,
      { type: flags[name] && flags[name].kind !== "switch" ? ("string" as const) : ("boolean" as const) },
    ]),
  );
  // Not strict, since Node's own messages run over several lines and suggest nothing.
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const given: Record<string, string | boolean> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (flag === undefined) {
      const nearest = nearestName(token.name, names);
      const hint = nearest === undefined ? "" : ` (did you mean --${nearest}?)`;
      throw new UsageError(`unknown option '${token.rawName}'${hint}`);
    }
    if ((flag.kind === "switch") !== (token.value === undefined))
      throw new UsageError(
        flag.kind === "switch"
          ? `--${token.name}: expected no value, got '${token.value}'`
          : `--${token.name}: expected ${wanted(flag)}, got nothing`,
      );
    given[token.name] = token.value ?? true;
  }
  const values = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, parsed(name, flag, given[name])]),
  );
  return { values: values as Values<F>, given: new Set(Object.keys(given)), positionals };
}

function parsed(name: string, flag: Flag, given: string | boolean | undefined): unknown {
  if (flag.kind === "switch") return given === true;
  if (given === undefined) return flag.default;
  const text = String(given);
  const refuse = (hint = ""): never => {
    throw new UsageError(`--${name}: expected ${wanted(flag)}, got '${text}'${hint}`);
  };
  switch (flag.kind) {
    case "text":
      return text === "" ? refuse() : text;
    case "choice": {
      if (flag.choices.includes(text)) return text;
      const nearest = nearestName(text, flag.choices);
      return refuse(nearest && ` (did you mean ${nearest}?)`);
    }
    case "integer":
      return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) >= flag.least
        ? Number(text)
        : refuse();
    case "positive":
      return text.trim() !== "" && Number(text) > 0 && Number(text) < Infinity ? Number(text) : refuse();
    case "fraction":
      return text.trim() !== "" && Number(text) >= 0 && Number(text) < 1 ? Number(text) : refuse();
    default:
      return flag satisfies never;
  }
}

function wanted(flag: Exclude<Flag, { kind: "switch" }>): string {
  switch (flag.kind) {
    case "text":
      return flag.value;
    case "choice":
      return `one of ${flag.choices.join(", ")}`;
    case "integer":
      return `an integer ≥ ${flag.least}`;
    case "positive":
      return "a number > 0";
    case "fraction":
      return "a number in [0, 1)";
    default:
      return flag satisfies never;
  }
}

/** The part of `--help` that lists the flags. */
export function describeFlags(flags: Record<string, Flag>): string {
  const lines = Object.entries(flags).map(([name, flag]): [string, string] => [
    `--${name}${flag.kind === "switch" ? "" : flag.kind === "text" ? ` <${flag.value}>` : flag.kind === "choice" ? " <name>" : " <n>"}`,
    flag.help +
      (flag.kind === "choice" ? `: ${flag.choices.join(", ")}` : "") +
      ("default" in flag && flag.default !== undefined ? ` (default ${flag.default})` : ""),
  ]);
  lines.push(["--help", "this text"]);
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
