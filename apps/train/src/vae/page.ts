import { lossCurve } from "../loss-curve.js";
import { definitions, page, picture, warning } from "../page.js";
import type { VaeReport } from "./report.js";

/** Ten samples after an epoch, PNG bytes. */
export interface SamplesOfEpoch {
  readonly epoch: number;
  readonly png: Uint8Array;
}

/** The pictures of a report; PNG bytes, but for the diagram's SVG. */
export interface VaePictures {
  readonly samples: readonly SamplesOfEpoch[];
  readonly fromPrior: Uint8Array;
  readonly fromSource: Uint8Array;
  readonly reconstructions: Uint8Array;
  readonly diagram: string;
}

/** The report as one HTML file. */
export function reportPage(report: VaeReport, pictures: VaePictures): string {
  const { settings, test, history, images, timings } = report;
  const trained = `${history.epochs.length} of ${settings.epochs} epochs`;
  const body = `<p class="lead">${trained}, test loss <strong>${test.loss.toFixed(4)}</strong>, negative ELBO ${test.nats.toFixed(1)} nats an image.</p>
${report.interrupted ? warning(`Stopped early, after ${trained}: what follows describes the model at that moment.`) : ""}

<h2>Samples</h2>
<p class="note">f(ε) with ε of standard deviation 1, the prior's.</p>
${picture(pictures.fromPrior, "Twenty generated images, noise of standard deviation 1")}
<p class="note">f(2ε), as the source's formula draws: further out than the decoder has been trained.</p>
${picture(pictures.fromSource, "Twenty generated images, noise of standard deviation 2")}

<h2>Samples after each epoch</h2>
${pictures.samples.map(({ epoch, png }) => `<p class="note">Epoch ${epoch}</p>\n${picture(png, `Ten samples after epoch ${epoch}`)}`).join("\n")}

<h2>Reconstructions</h2>
<p class="note">Ten test images above, f(g(x)) below.</p>
${picture(pictures.reconstructions, "Ten test images, and below them their reconstructions")}

<h2>Loss</h2>
${lossCurve(history, "loss (mean square per element)")}
${definitions({
  "Test loss": test.loss.toFixed(5),
  "of it z": test.latentTerm.toFixed(5),
  "of it f − x": test.reconstructionTerm.toFixed(5),
  "Error by pixel": test.pixelError.toFixed(5),
  "Negative ELBO": `${test.nats.toFixed(2)} nats an image`,
})}

<h2>The network</h2>
<figure class="fit">${pictures.diagram}</figure>

<h2>Settings and timings</h2>
${definitions({
  Data: `${report.dataset}, ${report.source}; ${images.train.toLocaleString("en")} training and ${images.test.toLocaleString("en")} test images`,
  Backend: `${report.backend.name}: ${report.backend.reason}`,
  Step: `${settings.optimizer}, η = ${settings.eta}, batch ${settings.batchSize}, ${settings.latent} latents, seed ${settings.seed}`,
  "Opening the data": `${timings.open.toFixed(2)} s`,
  Training: `${timings.train.toFixed(2)} s`,
  Evaluation: `${timings.evaluate.toFixed(2)} s`,
})}`;
  return page(`Gaussian autoencoder on ${report.dataset}`, body);
}
