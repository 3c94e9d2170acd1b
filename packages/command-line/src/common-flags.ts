import type { Flag } from "./flags.js";

/** Flags of every command. */
export const commonFlags: {
  readonly "data-dir": Flag & { kind: "text" };
  readonly limit: Flag & { kind: "integer" };
  readonly backend: Flag & { kind: "choice"; default: string };
  readonly json: Flag & { kind: "switch" };
} = {
  "data-dir": { kind: "text", value: "folder", help: "where MNIST's four IDX files are" },
  limit: {
    kind: "integer",
    least: 6,
    help: "use the first n training samples, and a sixth as many test samples",
  },
  backend: {
    kind: "choice",
    choices: ["auto", "webgpu", "wasm", "cpu"],
    default: "auto",
    help: "what computes",
  },
  json: { kind: "switch", help: "print the result as JSON on stdout" },
};

/** Which part of the data a trained model is measured on. */
export const setFlag: Flag & { kind: "choice"; default: string } = {
  kind: "choice",
  choices: ["test", "train"],
  default: "test",
  help: "which part, where there are two",
};
