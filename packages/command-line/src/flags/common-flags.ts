import type { Flag } from "./flag.js";

/** Which part of the data is opened, and what computes: flags of every command that opens data. */
export const commonFlags: {
  readonly dataDir: Flag & { kind: "text" };
  readonly limit: Flag & { kind: "number" };
  readonly backend: Flag & { kind: "choice"; default: string };
  readonly json: Flag & { kind: "switch" };
} = {
  dataDir: {
    kind: "text",
    value: "folder",
    help: "where MNIST's four IDX files are; without it they are fetched once and cached",
  },
  limit: {
    kind: "number",
    rule: "integer ≥ 6",
    help: "use the first n training samples, and a sixth as many test samples",
  },
  backend: {
    kind: "choice",
    choices: ["auto", "webgpu", "wasm", "cpu"],
    default: "auto",
    help: "what computes; auto is the fastest that works",
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

/** Replacing a file that is not of the same kind, made by the same program. */
export const forceFlag: Flag & { kind: "switch" } = {
  kind: "switch",
  help: "replace a file even if this program did not make it",
};
