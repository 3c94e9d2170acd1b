import { escapeHtml, headedTable, page, picture } from "@elbowjs/command-line";
import type { Evaluation } from "../evaluate.js";
import type { EpochReport } from "../fit.js";
import { evaluationRows } from "./describe-evaluation.js";
import { lossCurve } from "./loss-curve.js";

/** What the page shows; pictures as bytes of PNG, drawings as SVG. */
export interface ReportParts {
  readonly model: string;
  readonly data: string;
  readonly evaluation: Evaluation;
  readonly history: readonly EpochReport[];
  readonly samples: { readonly prior: Uint8Array; readonly source: Uint8Array };
  readonly reconstructions: Uint8Array;
  readonly latents: string | undefined;
  readonly diagram: string;
}

/** A page of its own: the measures, the loss of each epoch, samples, reconstructions, where images lie, and the network. */
export function reportPage(parts: ReportParts): string {
  const { model, data, evaluation, history, samples, reconstructions, latents, diagram } = parts;
  const curve =
    history.length === 0
      ? ""
      : `<h2>Loss</h2>
<figure>${lossCurve(history)}<figcaption>By epoch. Line: training set, with dropout. Dots: test set.</figcaption></figure>`;
  const where =
    latents === undefined
      ? ""
      : `<h2>Where images lie</h2>
<figure>${latents}<figcaption>The first two elements of g(x), coloured by class; the circle is one standard deviation of the prior.</figcaption></figure>`;
  return page(
    `Gaussian autoencoder on ${data}`,
    `<p>Model ${escapeHtml(model)}</p>
${headedTable(evaluationRows(evaluation))}
${curve}
<h2>Samples</h2>
<p>f(ε), ε of standard deviation 1, the prior's</p>
${picture(samples.prior, "Samples at standard deviation 1")}
<p>and of standard deviation 2, the source's</p>
${picture(samples.source, "Samples at standard deviation 2")}
<h2>Reconstructions</h2>
<p>Images above, f(g(x)) below</p>
${picture(reconstructions, "Images, and below them their reconstructions")}
${where}
<h2>The network</h2>
<figure>${diagram}</figure>`,
  );
}
