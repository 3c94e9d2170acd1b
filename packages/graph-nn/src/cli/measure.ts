import {
  type Command,
  checkOut,
  command,
  commonFlags,
  type Flags,
  forceFlag,
  isStdout,
  signedPage,
  startBackend,
  writeWhole,
} from "@elbowjs/command-line";
import { captioned, definitions, escapeHtml, page, table } from "@elbowjs/figures";
import { influence } from "../influence.js";
import { influenceFigure, ringsFigure } from "../pictures/figures.js";
import { type GraphData, openGraphs } from "./graph-data.js";
import { type AnyNetwork, readNetwork } from "./network-file.js";
import { fileFlags } from "./train.js";

const { backend, json } = commonFlags;
const dataFlags = {
  seed: { kind: "number", rule: "integer in [0, 1000000000]", default: 0, help: "of the data" },
  ...fileFlags,
  ...{ backend, json },
} satisfies Flags;

/** `evaluate <model> [data]`. */
export const evaluateCommand: Command = command({
  use: "evaluate <model> [data]",
  about: "measures a network on data",
  flags: dataFlags,
  async run({ args: [model, from = "disturbance"], values }) {
    await startBackend(values.backend);
    const network = await readNetwork(model!);
    try {
      const data = await openGraphs(from, values);
      const measured = await network.evaluate(data.test, { task: data.task });
      return {
        json: { model, data: data.name, task: data.task, ...measured },
        text: `Accuracy  ${measured.accuracy.toFixed(4)}\nLoss      ${measured.loss.toFixed(5)}\nCount     ${measured.count}`,
        asJson: values.json,
      };
    } finally {
      network.dispose();
    }
  },
});

const reportFlags = {
  ...dataFlags,
  graph: { kind: "number", rule: "integer ≥ 0", default: 0, help: "which graph is drawn" },
  vertex: { kind: "number", rule: "integer ≥ 0", default: 0, help: "which vertex is looked from" },
  out: { kind: "text", value: "file", default: "report.html", help: "where the page goes; - is stdout" },
  force: forceFlag,
} satisfies Flags;

/** `report <model> [data]`. */
export const reportCommand: Command = command({
  use: "report <model> [data]",
  about: "a page: the measures, what a vertex sees, where it looks, how far a change goes",
  flags: reportFlags,
  async run({ args: [model, from = "disturbance"], values }) {
    const { out, force, vertex } = values;
    await checkOut(out, signedPage.isOurs, force);
    await startBackend(values.backend);
    const network = await readNetwork(model!);
    try {
      const data = await openGraphs(from, values);
      const measured = await network.evaluate(data.test, { task: data.task });
      const graph = values.graph % data.test.length;
      const html = page({
        title: `Graph network on ${data.name}`,
        lead: definitions({
          Accuracy: measured.accuracy.toFixed(4),
          Loss: measured.loss.toFixed(5),
          [data.task === "graph" ? "Graphs" : "Vertices"]: measured.count,
          Layers: network.options.layers,
        }),
        sections: await sections(network, data, graph, vertex),
      });
      await writeWhole(out, signedPage.sign(html));
      return {
        json: { model, report: out, ...measured },
        text: `Wrote ${out}: accuracy ${measured.accuracy.toFixed(4)}`,
        asJson: values.json,
        isOnStdout: isStdout(out),
      };
    } finally {
      network.dispose();
    }
  },
});

async function sections(network: AnyNetwork, data: GraphData, g: number, vertex: number) {
  const graph = data.test[g]!;
  const attention = await network.attention(graph);
  const measured = await influence(network, graph, vertex);
  const { layers } = network.options;
  const rings = ringsFigure(graph, vertex, { layers, attention });
  const looks = attention.edges.flatMap(([from, to], e) =>
    from === vertex ? [[to, ...attention.layers.map((layer) => meanOf(layer, e).toFixed(3))]] : [],
  );
  return [
    {
      title: "What it sees, and where it looks",
      html: captioned(
        rings,
        `Graph ${g}: a ring a layer around vertex ${vertex}; its edges the wider the more it attends along them in the first layer`,
      ),
    },
    {
      title: "Attention by layer, mean over heads",
      html: table(["to", ...attention.layers.map((_, i) => `layer ${i + 1}`)], looks),
    },
    {
      title: "How far a change goes",
      html: captioned(
        influenceFigure(measured),
        escapeHtml("After layer l nothing further than l edges away moves: exactly 0, hence no point"),
      ),
    },
  ];
}

const meanOf = ({ heads, weights }: { heads: number; weights: Float32Array }, e: number): number =>
  weights.subarray(e * heads, (e + 1) * heads).reduce((a, b) => a + b, 0) / heads;
