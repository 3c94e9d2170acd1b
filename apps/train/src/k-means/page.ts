import { lossCurve } from "../loss-curve.js";
import { definitions, escapeHtml, page, picture, warning } from "../page.js";
import type { Report } from "./report.js";

/**
 * The report as one HTML file.
 *
 * @param centersPng the picture of the centres, PNG bytes.
 */
export function reportPage(report: Report, centersPng: Uint8Array): string {
  const { settings, metrics, history, images, timings } = report;
  const trained = `${history.epochs.length} of ${settings.epochs} epochs`;
  const body = `<p class="lead">${trained}, test loss <strong>${report.test.loss.toFixed(4)}</strong>, ${metrics.usedClusters} of ${settings.k} centres used, purity ${percent(metrics.purity)}.</p>
${report.interrupted ? warning(`Stopped early, after ${trained}: what follows describes the centres at that moment.`) : ""}
${metrics.collapsed ? warning("Mode collapse: most images went to few of the centres. Start from images (<code>--init digit-images</code> or <code>k-means++</code>).") : ""}

<h2>Centres</h2>
${picture(centersPng, `The ${settings.k} centres, drawn as images, in the order of the table's columns`)}

<h2>Which digit went to which centre</h2>
<div class="wide">${heatMap(report.table)}</div>
<p class="note">${images.train.toLocaleString("en")} training images, one by one: row = digit, column = nearest centre.</p>

<h2>Loss</h2>
${lossCurve(history, "loss (mean square per pixel)")}

<h2>Measures</h2>
${definitions({
  "Test loss": report.test.loss.toFixed(5),
  Purity: percent(metrics.purity),
  "Best one-to-one match": percent(metrics.bestMatch),
  "Normalised mutual information": metrics.nmi.toFixed(3),
  "Adjusted Rand index": metrics.ari.toFixed(3),
  "Centres used": `${metrics.usedClusters} of ${settings.k}`,
  "Entropy of the centres": `${metrics.assignmentEntropy.toFixed(3)} nats (ln ${settings.k} = ${Math.log(settings.k).toFixed(3)})`,
})}

<h2>Settings and timings</h2>
${definitions({
  Data: `${report.dataset}, ${report.source}; ${images.train.toLocaleString("en")} training and ${images.test.toLocaleString("en")} test images`,
  Backend: `${report.backend.name}: ${report.backend.reason}`,
  Start: `${settings.init}, seed ${settings.seed}`,
  Step: `η = ${settings.eta}, batch ${settings.batchSize}, temperature ${settings.temperature}, reduction ${settings.reduction}, gradient ${settings.gradient}, update ${settings.update}`,
  "Opening the data": `${timings.open.toFixed(2)} s`,
  Training: `${timings.train.toFixed(2)} s`,
  Evaluation: `${timings.evaluate.toFixed(2)} s`,
})}`;
  return page(`k-means network on ${escapeHtml(report.dataset)}`, body);
}

/** The counts as a table whose cells are coloured by their share of the row. */
function heatMap(table: Report["table"]): string {
  const columns = table[0]?.map((_, i) => `<th scope="col">${i}</th>`).join("") ?? "";
  const rows = table.map((row, digit) => {
    const total = Math.max(
      1,
      row.reduce((a, b) => a + b, 0),
    );
    const cells = row.map((count) => {
      const share = count / total;
      return `<td style="--share:${share.toFixed(3)}"${share > 0.6 ? ' class="dark"' : ""}>${count}</td>`;
    });
    return `<tr><th scope="row">${digit}</th>${cells.join("")}</tr>`;
  });
  return `<table><caption class="note">digit ↓ centre →</caption><thead><tr><td></td>${columns}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
