import type { DataSource } from "../data/labelled-data.js";
import { commonFlags, setFlag } from "../flags/common-flags.js";
import { type Command, command } from "./command.js";
import { type MeasuredPart, measuredPart } from "./measured-part.js";
import type { AnyModelProgram } from "./model-program.js";
import { openSource } from "./open-source.js";
import { readModel } from "./read-model.js";
import { factLines } from "./report-text.js";
import { startBackend } from "./start-backend.js";

const flags = { set: setFlag, ...commonFlags };

/** `evaluate <model> [data]`: measures a trained model on data. */
export function evaluateCommand(program: AnyModelProgram): Command {
  return command({
    use: "evaluate <model> [data]",
    about: "measures a trained model on data",
    flags,
    run: ({ args: [model, from], values, signal }) =>
      onMeasured(program, { model: model!, from, values, signal }, async (_, { evaluation }, data) => ({
        json: { model, data: data.name, ...evaluation },
        text: factLines(program.describe(evaluation)).join("\n"),
        asJson: values.json,
      })),
  });
}

/** A model's file, data, and how they are opened. */
export interface MeasureCall {
  readonly model: string;
  readonly from: string | undefined;
  readonly values: {
    readonly set: string;
    readonly dataDir: string | undefined;
    readonly limit: number | undefined;
    readonly backend: string;
  };
  readonly signal: AbortSignal;
}

/** Reads a model, opens the data, measures the one on the other, and disposes of the model when `use` is done with it. */
export async function onMeasured<T>(
  program: AnyModelProgram,
  { model: path, from = "digits", values, signal }: MeasureCall,
  use: (model: { dispose(): void }, measured: MeasuredPart, data: DataSource) => Promise<T>,
): Promise<T> {
  const { backend, dataDir, limit, set } = values;
  await startBackend(backend);
  const model = await readModel(program, path);
  try {
    const data = await openSource(from, { dataDir, limit, signal });
    return await use(model, await measuredPart(program, model, data, { set, signal }), data);
  } finally {
    model.dispose();
  }
}
