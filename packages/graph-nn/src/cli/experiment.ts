import { readFile } from "node:fs/promises";
import { checkChoices } from "@elbowjs/arguments";
import {
  type Command,
  checkOut,
  command,
  commonFlags,
  DataFault,
  type Flags,
  forceFlag,
  say,
  signedDrawing,
  startBackend,
  writeWhole,
} from "@elbowjs/command-line";
import {
  citationExperiment,
  cyclesExperiment,
  disturbanceExperiment,
  type Experiment,
  type ExperimentRow,
  holds,
  karateExperiment,
  kHopExperiment,
  parityExperiment,
  type RunOptions,
} from "../experiments/index.js";
import { staircaseFigure } from "../pictures/figures.js";
import { readCora } from "../readers/cora.js";

const { backend, json } = commonFlags;
const all = [kHopExperiment, disturbanceExperiment, parityExperiment, cyclesExperiment, karateExperiment];
const flags = {
  seeds: {
    kind: "number",
    rule: "integer in [1, 1000]",
    help: "how many (default: the experiment's own)",
  },
  first: { kind: "number", rule: "integer in [0, 100000000]", default: 0, help: "the first seed" },
  content: { kind: "text", value: "file", help: "cora.content, for cora" },
  cites: { kind: "text", value: "file", help: "cora.cites, for cora" },
  quick: { kind: "switch", help: "a small version of it" },
  out: { kind: "text", value: "file", help: "where the staircase of k-hop goes, as SVG" },
  force: forceFlag,
  ...{ backend, json },
} satisfies Flags;

/** `experiment <name>`. */
export const experimentCommand: Command = command({
  use: "experiment <name>",
  about: `runs ${all.map(({ name }) => name).join(", ")} or cora, with the controls, seed by seed`,
  flags,
  async run({ args: [name], values, signal }) {
    checkChoices("experiment", { name: [name, [...all.map((one) => one.name), "cora"]] });
    const { out, content, cites, quick: isQuick } = values;
    if (out !== undefined) await checkOut(out, signedDrawing.isOurs, values.force);
    const experiment = all.find((one) => one.name === name) ?? (await coraExperiment(content, cites));
    await startBackend(values.backend);
    const rows: ExperimentRow[] = [];
    const onRow = (row: ExperimentRow): void => say(lineOf(row));
    for (let seed = values.first; seed < values.first + (values.seeds ?? experiment.seeds); seed++)
      rows.push(...(await experiment.run({ seed, onRow, signal, isQuick })));
    if (out !== undefined) {
      if (name !== "k-hop") throw new DataFault(`expected --out with k-hop only, got it with ${name}`);
      await writeWhole(out, signedDrawing.sign(staircaseFigure(rows.map(cellOf))));
    }
    const right = rows.filter(holds).length;
    return {
      json: { experiment: name, about: experiment.about, rows, right },
      text: `${summary(rows)}\n${right} of ${rows.length} as expected`,
      asJson: values.json,
    };
  },
});

/** The paper's experiment, on files of the user's own: Cora is not part of the package. */
async function coraExperiment(content: string | undefined, cites: string | undefined): Promise<Experiment> {
  if (content === undefined || cites === undefined)
    throw new DataFault(
      "expected --content and --cites with the two files of Cora, got none; they are not part of the package",
    );
  const [first, second] = await Promise.all([readFile(content, "utf8"), readFile(cites, "utf8")]);
  const { graph } = readCora(first, second);
  return {
    name: "cora",
    about:
      "the subject of a paper from 20 labels per class, by the protocol of the paper on graph attention networks",
    seeds: 20,
    run: (options: RunOptions) => citationExperiment(graph, options),
  };
}

function lineOf(row: ExperimentRow): string {
  const { setting, seed, accuracy, isControl, seconds } = row;
  return `seed ${seed}  ${setting}${isControl ? " (control)" : ""}  accuracy ${accuracy.toFixed(4)}  ${holds(row) ? "as expected" : "NOT AS EXPECTED"}  ${seconds.toFixed(1)} s`;
}

/** A line for each setting: the least, the mean and the most over the seeds. */
function summary(rows: readonly ExperimentRow[]): string {
  const settings = [...new Set(rows.map(({ setting }) => setting))];
  const width = Math.max(...settings.map(({ length }) => length));
  return settings
    .map((setting) => {
      const own = rows.filter((row) => row.setting === setting).map(({ accuracy }) => accuracy);
      const mean = own.reduce((a, b) => a + b, 0) / own.length;
      const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
      return `${setting.padEnd(width)}  ${percent(Math.min(...own))} to ${percent(Math.max(...own))}, mean ${percent(mean)}, ${own.length} seeds`;
    })
    .join("\n");
}

/** d and L out of `distance 3, 2 layers`. */
function cellOf({ setting, accuracy }: ExperimentRow) {
  const [distance, layers] = setting.match(/\d+/g)!.map(Number);
  return { distance: distance!, layers: layers!, accuracy };
}
