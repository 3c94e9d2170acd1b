import {
  type Command,
  checkOut,
  command,
  commonFlags,
  type Flags,
  forceFlag,
  isStdout,
  readModel,
  signedPage,
  startBackend,
  writeWhole,
} from "@elbowjs/command-line";
import { tokenDistribution } from "@elbowjs/decoding";
import { bar, captioned, definitions, figure, heatMap, page, type Section } from "@elbowjs/figures";
import { tokenLabel } from "@elbowjs/sequence-data";
import type { TextNetwork } from "../text/text-network.js";
import { modelFile } from "./model-file.js";

const { backend, json } = commonFlags;
const flags = {
  out: { kind: "text", value: "file", default: "report.html", help: "where the page goes; - is stdout" },
  force: forceFlag,
  backend,
  json,
} satisfies Flags;

/** `report <model> <text>`: the states under a text, letter by letter, the gates, and what may come next. */
export const reportCommand: Command = command({
  use: "report <model> <text>",
  about: "writes a page: hidden states and gates under a text, and what may come next",
  flags,
  async run({ args: [path, text], values }) {
    await checkOut(values.out, signedPage.isOurs, values.force);
    await startBackend(values.backend);
    const model = await readModel({ file: modelFile }, path!);
    try {
      const sections = [
        { title: "Model", html: definitions(facts(model)) },
        ...(await stateSections(model, text!)),
      ];
      await writeWhole(
        values.out,
        signedPage.sign(page({ title: `A recurrent network on “${text}”`, sections })),
      );
      return {
        json: { page: values.out, text },
        text: `Wrote ${values.out}`,
        asJson: values.json,
        isOnStdout: isStdout(values.out),
      };
    } finally {
      model.dispose();
    }
  },
});

function facts({ network, vocabulary }: TextNetwork): Record<string, string> {
  const { cell, hidden } = network.options;
  return { Cell: cell, Layers: hidden.join(", "), Letters: String(vocabulary.size) };
}

/** Units that a map shows at most. */
const mostUnits = 48;

async function stateSections({ network, vocabulary }: TextNetwork, text: string): Promise<Section[]> {
  const letters = [...text].map(tokenLabel);
  const trace = network.forward([vocabulary.encode(text)]);
  const map = (rows: number[][], domain: readonly [number, number]): string =>
    figure({
      x: { categories: letters },
      y: { label: "unit" },
      height: 420,
      marks: [
        heatMap({
          values: transposed(rows).slice(0, mostUnits),
          colors: domain[0] < 0 ? "diverging" : "sequential",
          domain,
        }),
      ],
    });
  try {
    const [outputs] = await trace.outputs.array();
    const [hidden] = await trace.states.at(-1)!.hidden.array();
    const sections = [
      {
        title: "Output of the top layer",
        html: captioned(map(hidden!, [-1, 1]), "A column per letter, after it was read."),
      },
    ];
    for (const [name, gate] of Object.entries(trace.gates.at(-1) ?? {})) {
      const [values] = await gate.array();
      sections.push({ title: `Gate: ${name}`, html: map(values!, name === "candidate" ? [-1, 1] : [0, 1]) });
    }
    sections.push({ title: "What may come next", html: nextLetters(outputs!.at(-1)!, vocabulary.tokens) });
    return sections;
  } finally {
    trace.dispose();
  }
}

const transposed = (rows: number[][]): number[][] => rows[0]!.map((_, j) => rows.map((row) => row[j]!));

function nextLetters(logits: readonly number[], tokens: readonly string[]): string {
  const p = tokenDistribution(logits);
  const order = Array.from(p.keys())
    .sort((a, b) => p[b]! - p[a]!)
    .slice(0, 12);
  return figure({
    x: { categories: order.map((token) => tokenLabel(tokens[token]!)) },
    y: { label: "probability" },
    height: 240,
    marks: [bar({ y: order.map((token) => p[token]!) })],
  });
}
