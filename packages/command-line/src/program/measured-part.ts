import type { DataSource, LabelledData } from "../data/labelled-data.js";
import type { AnyModelProgram } from "./model-program.js";

/** A part of the data, and what a model comes to on it. */
export interface MeasuredPart {
  readonly name: "test" | "train";
  readonly part: LabelledData;
  readonly evaluation: object;
}

/** Measures a model on the part that was asked for; on the training data where there is no test set. */
export async function measuredPart(
  program: AnyModelProgram,
  model: { dispose(): void },
  data: DataSource,
  { set = "test", signal }: { readonly set?: string; readonly signal?: AbortSignal } = {},
): Promise<MeasuredPart> {
  const name = set === "test" && data.test !== undefined ? "test" : "train";
  const part = name === "test" ? data.test! : data.train;
  const evaluation = await program.evaluate(model, part, signal === undefined ? {} : { signal });
  return { name, part, evaluation };
}
