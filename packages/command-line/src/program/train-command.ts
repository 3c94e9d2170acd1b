import { fileBytes } from "../data/read-file.js";
import { checkOut } from "../files/check-out.js";
import { writeWhole } from "../files/write-whole.js";
import { commonFlags, forceFlag } from "../flags/common-flags.js";
import { longName, type Values } from "../flags/flag.js";
import { UsageError } from "../flags/usage-error.js";
import { isStdout } from "../terminal/print.js";
import { Stopwatch } from "../terminal/stopwatch.js";
import { type Command, command, type Outcome } from "./command.js";
import { measuredPart } from "./measured-part.js";
import type { AnyModelProgram } from "./model-program.js";
import { openSource } from "./open-source.js";
import { factLines } from "./report-text.js";
import { startBackend } from "./start-backend.js";
import { type Trained, trainModel } from "./train-model.js";

const resume = {
  kind: "text",
  value: "file",
  help: "go on from a file that train wrote, to --epochs in all",
} as const;

type TrainFlags = typeof commonFlags & {
  readonly epochs: {
    readonly kind: "number";
    readonly rule: "integer ≥ 1";
    readonly default: number;
    readonly help: string;
  };
  readonly out: {
    readonly kind: "text";
    readonly value: "file";
    readonly default: string;
    readonly help: string;
  };
  readonly force: typeof forceFlag;
  readonly resume: typeof resume;
};

/** `train [data]`: trains a model and writes it; stopped early, what was reached by then. */
export function trainCommand(program: AnyModelProgram): Command {
  const { file, settled } = program;
  const flags = {
    ...(program.flags as { readonly epochs: TrainFlags["epochs"] }),
    out: { kind: "text", value: "file", default: file.name, help: "where the model goes; - is stdout" },
    force: forceFlag,
    ...commonFlags,
    ...(settled && { resume }),
  } as TrainFlags;
  return command({
    use: "train [data]",
    about: `trains ${program.about} and writes it to a file`,
    flags,
    async run({ args: [from], values, given, signal }): Promise<Outcome> {
      const { out, dataDir, limit } = values;
      const stray = values.resume === undefined ? undefined : settled?.find((name) => given.has(name));
      if (stray !== undefined)
        throw new UsageError(`expected no ${longName(stray)} with --resume, whose file has it`);
      await checkOut(out, file.isOurs, values.force);
      const checkpoint = values.resume && { path: values.resume, bytes: await fileBytes(values.resume) };
      const backend = await startBackend(values.backend);
      const data = await openSource(from ?? "digits", { dataDir, limit, signal });
      const trained = await trainModel(program, data, values, {
        signal,
        clock: new Stopwatch(),
        checkpoint: isStdout(out) || file.takesCheckpoints?.(out) === false ? undefined : out,
        ...(checkpoint && { resume: checkpoint }),
      });
      try {
        if (!trained.isSaved) await writeWhole(out, await file.write(trained.model, out));
        return await outcome(program, trained, { data, values, backend: backend.name });
      } finally {
        trained.model.dispose();
      }
    },
  });
}

/** What training came to: of a whole one also the measures. */
async function outcome(
  program: AnyModelProgram,
  { model, epochs, interrupted, isSaved }: Trained<{ dispose(): void }>,
  {
    data,
    values: { out, json },
    backend,
  }: {
    readonly data: Awaited<ReturnType<typeof openSource>>;
    readonly values: Values<TrainFlags>;
    readonly backend: string;
  },
): Promise<Outcome> {
  const measured = interrupted ? undefined : await measuredPart(program, model, data);
  const last = epochs.at(-1)?.epoch;
  const when = !interrupted ? "" : isSaved && last ? ` after epoch ${last}` : ", as it was when stopped";
  return {
    json: {
      model: out,
      data: data.name,
      source: data.source,
      backend,
      losses: epochs.map(({ loss }) => loss),
      ...(measured && { [measured.name]: measured.evaluation }),
    },
    text: [
      ...(measured
        ? [
            ...factLines(program.describe(measured.evaluation)),
            `Measured on the ${measured.name === "test" ? "test" : "training"} set.`,
          ]
        : []),
      `Wrote ${out}${when}`,
    ].join("\n"),
    asJson: json,
    isOnStdout: isStdout(out),
  };
}
