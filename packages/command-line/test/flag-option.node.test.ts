import { describe, expect, it } from "vitest";
import { type Command, command, type Flags, UsageError } from "../src/index.js";
import { called } from "./called.js";

const flags = {
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the data" },
  eta: { kind: "number", rule: "> 0", default: 0.1, help: "learning rate η" },
  dropout: { kind: "number", rule: "[0, 1)", default: 0.5, help: "probability" },
  update: { kind: "choice", choices: ["sgd", "adam"], default: "sgd", help: "what takes a step" },
  outFile: { kind: "text", value: "file", help: "where the model goes" },
  json: { kind: "switch", help: "print the result as JSON" },
} satisfies Flags;

describe("flags on a command line", () => {
  it("give defaults, values, what was given, and the arguments", async () => {
    const { values, given, args } = await called(flags, [
      "data",
      "--eta",
      "2e-3",
      "--update=adam",
      "--out-file",
      "x",
    ]);
    expect(values).toEqual({
      epochs: 10,
      eta: 0.002,
      dropout: 0.5,
      update: "adam",
      outFile: "x",
      json: false,
    });
    expect([...given]).toEqual(["eta", "update", "outFile"]);
    expect(args).toEqual(["data"]);
  });

  it.each([
    [["--epoch", "3"], "unknown option '--epoch' (did you mean --epochs?)"],
    [["--toString", "3"], "unknown option '--toString'"],
    [["--epochs", "0"], "expected --epochs to be an integer ≥ 1, got 0"],
    [["--epochs", "1e99"], "expected --epochs to be an integer ≥ 1, got 1e+99"],
    [["--epochs", ""], 'expected --epochs to be an integer ≥ 1, got ""'],
    [["--epochs"], "option '--epochs <n>' argument missing"],
    [["--eta", "fast"], 'expected --eta to be a number > 0, got "fast"'],
    [["--eta", "Infinity"], "expected --eta > 0, got Infinity"],
    [["--dropout", "1"], "expected --dropout in [0, 1), got 1"],
    [
      ["--update", "adams"],
      "expected --update to be one of 'sgd', 'adam', got \"adams\"; did you mean 'adam'?",
    ],
    [["--out-file="], "expected --out-file <file>, got nothing"],
    [["--json=yes"], "unknown option '--json=yes'"],
    [["a", "b"], "too many arguments for 'go'. Expected 1 argument but got 2."],
  ])("%j is a UsageError that says what is right", async (args, message) => {
    await expect(called(flags, args)).rejects.toThrow(new UsageError(message));
  });

  it("a command of other flags is refused by the compiler", () => {
    const made: Command = command({
      use: "go",
      about: "goes",
      flags,
      run: async ({ values }) => {
        // @ts-expect-error there is no such flag
        values.outfile;
        return { json: values.outFile, text: "", asJson: values.json };
      },
    });
    expect(made.use).toBe("go");
  });
});
