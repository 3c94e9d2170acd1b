import type { Report, ReportRun, Section } from "@elbowjs/command-line";
import { imageSheet } from "@elbowjs/figures";
import type { KMeansNetwork } from "../network/k-means-network.js";
import { type Measures, measure, measureFacts } from "./measures.js";

/** The measures, the centres as pictures, and classes against centres: after a training those of the samples it was trained on. */
export async function report(net: KMeansNetwork, run: ReportRun<Measures>): Promise<Report> {
  const { data, part, evaluation, isFresh, signal } = run;
  const isTraining = isFresh && part !== data.train;
  const sorted = isTraining ? await measure(net, data.train, { signal }) : evaluation;
  const { collapsed, labelled } = sorted;
  const sections: Section[] = [
    ...(collapsed ? [collapse] : []),
    ...(isTraining ? ([{ title: "Test set", kind: "facts", facts: measureFacts(evaluation) }] as const) : []),
    { title: isTraining ? "Training set" : "Measures", kind: "facts", facts: measureFacts(sorted) },
    table(sorted, isFresh ? "training samples" : "samples"),
    ...(await centres(net, part.shape)),
  ];
  const {
    table: counts,
    classNames: _,
    ...agreement
  } = labelled ?? { table: [sorted.counts], classNames: [] };
  const { usedClusters, assignmentEntropy } = sorted;
  return {
    title: `k-means network on ${data.name}`,
    sections,
    json: { table: counts, metrics: { ...agreement, usedClusters, assignmentEntropy, collapsed } },
  };
}

const collapse: Section = {
  kind: "warning",
  text: "Mode collapse: most samples went to few of the centres. Start from samples (--init digit-images or k-means++).",
};

function table({ samples, counts, labelled }: Measures, what: string): Section {
  return {
    title: labelled ? "Which class went to which centre" : "Samples of each centre",
    note: `${samples} ${what}: ${labelled ? "class (row), " : ""}nearest centre (column)`,
    kind: "counts",
    rows: labelled?.classNames ?? ["samples"],
    columns: counts.map((_, i) => String(i)),
    counts: labelled?.table ?? [counts],
    corner: labelled ? "class ↓ centre →" : "centre →",
  };
}

/** The centres as a PNG, where samples are images. */
async function centres(net: KMeansNetwork, [height, width, ...more]: readonly number[]): Promise<Section[]> {
  if (height === undefined || width === undefined || more.length > 0) return [];
  const values = await net.readCenters();
  const images = Array.from({ length: net.k }, (_, i) =>
    values.subarray(i * net.features, (i + 1) * net.features),
  );
  const png = await imageSheet(images, { shape: [height, width], columns: Math.min(net.k, 10), scale: 4 });
  const alt = `The ${net.k} centres, drawn as images, in the order of the table's columns`;
  return [{ title: "Centres", kind: "picture", png, alt, file: "centers.png" }];
}
