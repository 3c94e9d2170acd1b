import { mkdir } from "node:fs/promises";
import { dataSetNames } from "../data/open-data.js";
import { checkOutFolder } from "../files/check-out.js";
import { commonFlags, forceFlag } from "../flags/common-flags.js";
import type { Flags } from "../flags/flag.js";
import { Stopwatch } from "../terminal/stopwatch.js";
import type { Command } from "./command.js";
import { measuredPart } from "./measured-part.js";
import type { AnyModelProgram } from "./model-program.js";
import { openSource } from "./open-source.js";
import { kindOf, type ReportFiles, reportFiles, writeReport } from "./report-files.js";
import { factLines, reportText } from "./report-text.js";
import type { Section } from "./section.js";
import { startBackend } from "./start-backend.js";
import type { StartRun, StartValues } from "./start-run.js";
import { timeFacts } from "./times.js";
import { trainModel } from "./train-model.js";

const ownFlags = {
  dataset: {
    kind: "choice",
    choices: dataSetNames,
    default: "digits",
    help: "training data; auto is mnist if it can be had, else digits",
  },
  dataDir: commonFlags.dataDir,
  limit: commonFlags.limit,
  backend: commonFlags.backend,
  allowSoftwareGpu: { kind: "switch", help: "accept a GPU simulated on the CPU (slow; for tests)" },
  out: { kind: "text", value: "folder", default: "out", help: "where the report goes" },
  force: forceFlag,
} satisfies Flags;

/**
 * `<model>`: opens data, trains, measures and writes a folder with `report.html`, `report.json` and pictures; stopped early, a report of
 * what was reached by then.
 *
 * @param name what the model is called on the command line.
 * @param defaults of the model's flags, where they are others here.
 */
export function startCommand(
  name: string,
  program: AnyModelProgram,
  defaults: Readonly<Record<string, string | number>> = {},
): Command {
  const modelFlags = Object.entries(program.flags as Flags).map(([flag, what]) => [
    flag,
    Object.hasOwn(defaults, flag) ? { ...what, default: defaults[flag] } : what,
  ]);
  return {
    use: name,
    about: `trains ${program.about}`,
    flags: { ...ownFlags, ...Object.fromEntries(modelFlags) },
    run: async ({ values, signal }) => ({
      json: {},
      asJson: false,
      text: await start(name, program, values as unknown as StartValues, signal),
    }),
  };
}

async function start(
  name: string,
  program: AnyModelProgram,
  values: StartValues,
  signal: AbortSignal,
): Promise<string> {
  const { dataset, dataDir, limit, seed, out, force } = values;
  await checkOutFolder(out, ["report.html", "report.json"], (file) => kindOf(file).isOurs, force);
  const clock = new Stopwatch();
  const backend = await startBackend(values.backend, values.allowSoftwareGpu);
  clock.lap("backend");
  const data = await openSource(dataset, { dataDir, limit, signal, seed });
  clock.lap("open");
  const kept: Section[] = [];
  const trained = await trainModel(program, data, values, {
    signal,
    clock,
    checkpoint: undefined,
    picture: async (note, draw) => {
      kept.push({ kind: "picture", note, png: await draw(), alt: note });
    },
  });
  try {
    const { text, files } = await reported({ name, program, values, backend, data, trained, clock, kept });
    await mkdir(out, { recursive: true });
    const paths = await writeReport(out, files, force);
    return `\n${text}\n\nWrote ${paths.join(", ")}`;
  } finally {
    trained.model.dispose();
  }
}

async function reported(run: StartRun): Promise<{ text: string; files: ReportFiles }> {
  const { program, data, trained, clock, values } = run;
  const measured = await measuredPart(program, trained.model, data);
  const { evaluation, part } = measured;
  // Whoever stopped the training still wants the report of it.
  const { signal } = new AbortController();
  const report = await program.report(trained.model, {
    data,
    part,
    evaluation,
    isFresh: true,
    signal,
  });
  clock.lap("measure");
  const done = `${trained.epochs.length} of ${values.epochs} epochs`;
  const stopped: Section[] = trained.interrupted
    ? [
        {
          kind: "warning",
          text: `Stopped early, after ${done}: what follows describes the model at that moment.`,
        },
      ]
    : [];
  const sections = [...stopped, ...report.sections];
  return {
    text: `${reportText(sections)}\n\n${factLines(timeFacts(clock)).join("\n")}`,
    files: reportFiles({ ...run, measured, report: { ...report, sections } }),
  };
}
