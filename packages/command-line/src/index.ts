export { DataFault } from "./data/data-fault.js";
export type { DataSource, LabelledData } from "./data/labelled-data.js";
export { type NpyArray, parseNpy } from "./data/npy.js";
export { dataSetNames, type OpenOptions, openData } from "./data/open-data.js";
export { checkOut, type IsOurs } from "./files/check-out.js";
export { type SignedKind, signedDrawing, signedPage, signedPng } from "./files/signature.js";
export { writeWhole } from "./files/write-whole.js";
export { commonFlags, forceFlag, setFlag } from "./flags/common-flags.js";
export type { Flag, Flags, Values } from "./flags/flag.js";
export { UsageError } from "./flags/usage-error.js";
export { type Call, type Command, command, type Outcome } from "./program/command.js";
export {
  type AnyModelProgram,
  type EpochReport,
  type ModelFile,
  type ModelProgram,
  modelProgram,
  type Report,
  type ReportRun,
  type Training,
  type TrainingHooks,
  type TrainingRun,
} from "./program/model-program.js";
export { packageOf } from "./program/package-of.js";
export type { Program } from "./program/program.js";
export { readModel } from "./program/read-model.js";
export { runModel } from "./program/run-model.js";
export { type ModelRow, runModels } from "./program/run-models.js";
export { runProgram } from "./program/run-program.js";
export {
  type Sampled,
  type SampleFlags,
  type SampleImages,
  type SheetImages,
  sampleImages,
} from "./program/sample-images.js";
export type { Facts, Section } from "./program/section.js";
export { startBackend } from "./program/start-backend.js";
export { isStdout, say } from "./terminal/print.js";
