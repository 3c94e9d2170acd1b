import { checkChoices, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { fetchBytes } from "@elbowjs/safetensors";
import { DeepAutoencoder } from "./deep-autoencoder.js";
import { inFullPrecision } from "./eight-bit-weights.js";

/** Where the weights lie: beside `src` and `dist` alike. Written out, so that bundlers see both. */
const weights = {
  30: new URL("../weights/mnist-30.safetensors", import.meta.url),
  2: new URL("../weights/mnist-2.safetensors", import.meta.url),
} as const;

/** Options of {@link pretrained}. */
export interface PretrainedOptions {
  /** Units of the code: 30 as in the paper's figure 2B, or 2 as in its figure 3. Default 30. */
  readonly units?: 30 | 2;
  /** Where else the weights are served. Default: inside this package. */
  readonly url?: string | URL;
}

/**
 * The autoencoder 784-1000-500-250-30, or -2, trained on MNIST's training images. Its training, numbers and limits are in
 * weights/README.md. Of 30 units 5.7 MB are fetched, of 2 units 2.9 MB,
 * or read from the package's folder in Node.
 *
 * @returns a model that the caller disposes of.
 * @throws RangeError for other units; Error if the weights cannot be fetched.
 * @example
 * const model = await pretrained({ units: 2 });
 * const { squaredError } = await model.evaluate(test);
 */
export async function pretrained(options: PretrainedOptions = {}): Promise<DeepAutoencoder> {
  checkOptions("pretrained", options, ["units", "url"]);
  const { units = 30, url } = options;
  checkChoices("pretrained", { units: [units, [30, 2]] });
  if (url !== undefined && typeof url !== "string" && !(url instanceof URL))
    throw refusal(new TypeError(`pretrained: expected url as a string or a URL, got ${shown(url)}`));
  const bytes = await fetchBytes("pretrained", url ?? weights[units]);
  return DeepAutoencoder.fromSafetensors(inFullPrecision(bytes));
}
