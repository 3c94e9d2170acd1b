import { refusal, shown } from "@elbowjs/arguments";
import { fetchBytes } from "@elbowjs/safetensors";
import { Diffusion } from "./diffusion.js";

/** Where the weights lie: beside `src` and `dist` alike. */
const weights = new URL("../weights/mnist.safetensors", import.meta.url);

/**
 * The U-Net trained on MNIST (28×28, ten classes, T = 200), ready to generate. Its training, numbers and limits are in weights/README.md. Less than
 * 1 MB is fetched, or read from the package's folder in Node.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a model that the caller disposes of; its `sample(n, { seed })` gives images in [0, 1].
 * @throws TypeError for what is no URL; Error if the weights cannot be fetched.
 * @example
 * const model = await pretrained();
 * const digits = model.sample(20, { seed: 1 }); // [20, 28, 28, 1]
 */
export async function pretrained(url: string | URL = weights): Promise<Diffusion> {
  if (!(typeof url === "string" || url instanceof URL))
    throw refusal(new TypeError(`pretrained: expected url to be a string or a URL, got ${shown(url)}`));
  return Diffusion.fromSafetensors(await fetchBytes("pretrained", url));
}
