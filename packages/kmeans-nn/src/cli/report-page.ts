import { escapeHtml, headedTable, page, picture } from "@elbowjs/command-line";
import type { Measures } from "./measures.js";

/** What the page shows. */
export interface ReportParts {
  readonly model: string;
  readonly data: string;
  readonly measures: Measures;
  /** A PNG of the centres side by side; undefined where samples are no images. */
  readonly centersPng: Uint8Array | undefined;
}

/** A page of its own: the measures, the centres as pictures, and classes against centres. */
export function reportPage({ model, data, measures, centersPng }: ReportParts): string {
  const { labelled, counts } = measures;
  const rows: [string, string][] = [
    ["Samples", String(measures.samples)],
    ["Loss", measures.loss.toFixed(5)],
    ["Inertia", measures.inertia.toFixed(3)],
    ["Centres used", `${measures.usedClusters} of ${counts.length}`],
  ];
  if (labelled)
    rows.push(
      ["Purity", labelled.purity.toFixed(3)],
      ["One-to-one match", labelled.bestMatch.toFixed(3)],
      ["NMI, ARI", `${labelled.nmi.toFixed(3)}, ${labelled.ari.toFixed(3)}`],
    );
  const head = counts.map((_, i) => `<th scope="col">${i}</th>`).join("");
  const line = (name: string, values: readonly number[]): string =>
    `<tr><th scope="row">${escapeHtml(name)}</th>${values.map((value) => `<td>${value}</td>`).join("")}</tr>`;
  const body = labelled
    ? labelled.table.map((row, label) => line(labelled.classNames[label]!, row)).join("")
    : line("samples", counts);
  const centers = centersPng === undefined ? "" : `<h2>Centres</h2>\n${picture(centersPng, "The centres")}`;
  return page(
    `k-means network on ${data}`,
    `<p>Model ${escapeHtml(model)}</p>
${headedTable(rows)}
${centers}
<h2>${labelled ? "Class (row) and nearest centre (column)" : "Samples of each centre"}</h2>
<table><tr><td></td>${head}</tr>${body}</table>`,
  );
}
