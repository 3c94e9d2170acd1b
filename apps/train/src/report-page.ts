import { lossCurve } from "./loss-curve.js";
import type { Report } from "./report.js";

/**
 * The report as one HTML file that needs nothing else: pictures inline, no script, light and dark.
 *
 * @param centersPng the picture of the centres, PNG bytes.
 */
export function reportPage(report: Report, centersPng: Uint8Array): string {
  const { settings, metrics, history } = report;
  const picture = `data:image/png;base64,${Buffer.from(centersPng).toString("base64")}`;
  const trained = `${history.epochs.length} of ${settings.epochs} epochs`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>k-means network on ${escapeHtml(report.dataset)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>k-means network on ${escapeHtml(report.dataset)}</h1>
<p class="lead">${trained}, test loss <strong>${report.test.loss.toFixed(4)}</strong>, ${metrics.usedClusters} of ${settings.k} centres used, purity ${percent(metrics.purity)}.</p>
${report.interrupted ? `<p class="warning" role="status">Stopped early, after ${trained}: what follows describes the centres at that moment.</p>` : ""}
${metrics.collapsed ? `<p class="warning" role="status">Mode collapse: most images went to few of the centres. Start from images (<code>--init digit-images</code> or <code>k-means++</code>).</p>` : ""}

<h2>Centres</h2>
<figure><img class="centers" src="${picture}" alt="The ${settings.k} centres, drawn as images, in the order of the table's columns"></figure>

<h2>Which digit went to which centre</h2>
<div class="wide">${heatMap(report.table)}</div>
<p class="note">${report.images.train.toLocaleString("en")} training images, one by one: row = digit, column = nearest centre.</p>

<h2>Loss</h2>
<figure class="wide">${lossCurve(history)}<figcaption>Line: training loss of the steps. Dots: test loss after each epoch.</figcaption></figure>

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
  Data: `${report.dataset}, ${report.source}; ${report.images.train.toLocaleString("en")} training and ${report.images.test.toLocaleString("en")} test images`,
  Backend: `${report.backend.name}: ${report.backend.reason}`,
  Start: `${settings.init}, seed ${settings.seed}`,
  Step: `η = ${settings.eta}, batch ${settings.batchSize}, temperature ${settings.temperature}, reduction ${settings.reduction}, gradient ${settings.gradient}, update ${settings.update}`,
  "Opening the data": `${report.timings.open.toFixed(2)} s`,
  Training: `${report.timings.train.toFixed(2)} s`,
  Evaluation: `${report.timings.evaluate.toFixed(2)} s`,
})}
</main>
</body>
</html>
`;
}

const style = `
:root { --paper: #fff; --ink: #1b1f24; --soft: #5b6470; --line: #d8dde3; --accent: #2f6fdf; --warn: #fff4d6; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e8ebef; --soft: #9aa4b1; --line: #333a43; --accent: #7aa7ff; --warn: #40340f; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 800px; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.lead { margin-top: 0; } .note, figcaption { color: var(--soft); font-size: .875rem; }
.warning { background: var(--warn); padding: .75rem 1rem; border-radius: 6px; }
figure { margin: 0; } .centers { width: 100%; max-width: 640px; image-rendering: pixelated; border-radius: 6px; }
.wide { overflow-x: auto; } .wide svg { max-width: none; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .875rem; }
th, td { padding: .3rem .55rem; text-align: right; } th { color: var(--soft); font-weight: 500; }
td { background: color-mix(in srgb, var(--accent) calc(var(--share) * 85%), var(--paper)); }
td.dark { color: var(--paper); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; } dt { color: var(--soft); } dd { margin: 0; }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
`;

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

function definitions(entries: Record<string, string>): string {
  const rows = Object.entries(entries).map(
    ([term, text]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd>`,
  );
  return `<dl>${rows.join("\n")}</dl>`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
