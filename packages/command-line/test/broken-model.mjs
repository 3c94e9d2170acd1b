// A model that fails in the way that --kind names.
import { refusal } from "@elbowjs/arguments";
import { modelProgram, packageOf, runModel, say } from "@elbowjs/command-line";

class KnownError extends Error {}

const failures = {
  bug: () => new Array(-1),
  refusal() {
    throw refusal(new RangeError("Broken.fit: expected less, got more"));
  },
  known() {
    throw new KnownError("Broken.fit: expected less, got more");
  },
  deaf() {
    say("training");
    return new Promise((resolve) => setTimeout(resolve, 60_000));
  },
};

await runModel(
  modelProgram({
    package: packageOf(import.meta.url),
    about: "a model with a bug",
    file: {
      name: "broken.json",
      isOurs: () => true,
      read: async () => ({ dispose() {} }),
      write: () => "{}",
    },
    flags: {
      epochs: { kind: "number", rule: "integer ≥ 1", default: 1, help: "steps" },
      kind: { kind: "choice", choices: Object.keys(failures), default: "bug", help: "how it fails" },
    },
    create: async () => ({ dispose() {} }),
    train: async (_, __, { kind }) => failures[kind](),
    evaluate: async () => ({}),
    describe: () => [],
    report: async () => ({ title: "", sections: [] }),
    faults: [KnownError],
  }),
);
