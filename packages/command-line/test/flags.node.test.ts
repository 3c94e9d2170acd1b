import { describe, expect, it } from "vitest";
import { describeFlags, type Flag, readFlags, UsageError } from "../src/index.js";

const flags = {
  epochs: { kind: "integer", least: 1, default: 10, help: "passes over the data" },
  eta: { kind: "positive", default: 0.1, help: "learning rate η" },
  dropout: { kind: "fraction", default: 0.5, help: "probability" },
  update: { kind: "choice", choices: ["sgd", "adam"], default: "sgd", help: "what takes a step" },
  out: { kind: "text", value: "file", help: "where the model goes" },
  json: { kind: "switch", help: "print the result as JSON" },
} satisfies Record<string, Flag>;

describe("readFlags(args, flags)", () => {
  it("gives defaults, values, what was given, and the rest", () => {
    const { values, given, positionals } = readFlags(["data", "--eta", "2e-3", "--update=adam"], flags);
    expect(values).toEqual({
      epochs: 10,
      eta: 0.002,
      dropout: 0.5,
      update: "adam",
      out: undefined,
      json: false,
    });
    expect([...given]).toEqual(["eta", "update"]);
    expect(positionals).toEqual(["data"]);
  });

  it.each([
    [["--epoch", "3"], "unknown option '--epoch' (did you mean --epochs?)"],
    [["--toString", "3"], "unknown option '--toString'"],
    [["--epochs", "0"], "--epochs: expected an integer ≥ 1, got '0'"],
    [["--epochs"], "--epochs: expected an integer ≥ 1, got nothing"],
    [["--eta", "NaN"], "--eta: expected a number > 0, got 'NaN'"],
    [["--dropout", "1"], "--dropout: expected a number in [0, 1), got '1'"],
    [["--update", "adams"], "--update: expected one of sgd, adam, got 'adams' (did you mean adam?)"],
    [["--out="], "--out: expected file, got ''"],
    [["--json=yes"], "--json: expected no value, got 'yes'"],
  ])("%j is a UsageError that says what is right", (args, message) => {
    expect(() => readFlags(args, flags)).toThrow(new UsageError(message));
  });

  it("describeFlags lists each with its kind and default", () => {
    expect(describeFlags(flags).split("\n")).toEqual([
      "  --epochs <n>     passes over the data (default 10)",
      "  --eta <n>        learning rate η (default 0.1)",
      "  --dropout <n>    probability (default 0.5)",
      "  --update <name>  what takes a step: sgd, adam (default sgd)",
      "  --out <file>     where the model goes",
      "  --json           print the result as JSON",
      "  --help           this text",
    ]);
  });
});
