import type { Measures } from "./measures.js";

/** What the page shows. */
export interface ReportParts {
  readonly model: string;
  readonly data: string;
  readonly measures: Measures;
  /** A PNG of the centres side by side; undefined where samples are no images. */
  readonly centersPng: Uint8Array | undefined;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

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
  const picture =
    centersPng === undefined
      ? ""
      : `<h2>Centres</h2><img alt="The centres" src="data:image/png;base64,${Buffer.from(centersPng).toString("base64")}">`;
  const head = counts.map((_, i) => `<th scope="col">${i}</th>`).join("");
  const line = (name: string, values: readonly number[]): string =>
    `<tr><th scope="row">${escaped(name)}</th>${values.map((value) => `<td>${value}</td>`).join("")}</tr>`;
  const body = labelled
    ? labelled.table.map((row, label) => line(labelled.classNames[label]!, row)).join("")
    : line("samples", counts);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>k-means network on ${escaped(data)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse } th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #8885 }
  img { image-rendering: pixelated; max-width: 100% }
</style>
<h1>k-means network on ${escaped(data)}</h1>
<p>Model ${escaped(model)}</p>
<table>${rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`).join("")}</table>
${picture}
<h2>${labelled ? "Class (row) and nearest centre (column)" : "Samples of each centre"}</h2>
<table><tr><td></td>${head}</tr>${body}</table>
</html>
`;
}
