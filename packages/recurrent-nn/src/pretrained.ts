import { checkKinds } from "@elbowjs/arguments";
import { fetchBytes } from "@elbowjs/safetensors";
import { TextNetwork } from "./text/text-network.js";

/** Where the weights lie: beside `src` and `dist` alike. */
const shakespeare = new URL("../weights/shakespeare.safetensors", import.meta.url);

/**
 * Shakespeare, letter by letter: two layers of 128 LSTM units, trained on tiny-shakespeare. Its training, numbers and limits are in
 * weights/README.md.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a model that the caller disposes of.
 * @throws Error if the weights cannot be fetched.
 * @example
 * const model = await shakespeareModel();
 * const [{ text }] = await model.complete("ROMEO:", { temperature: 0.7, seed: 1 });
 */
export async function shakespeareModel(url: string | URL = shakespeare): Promise<TextNetwork> {
  if (!(url instanceof URL)) checkKinds("shakespeareModel", { url: [url, "string"] });
  return TextNetwork.fromSafetensors(await fetchBytes("shakespeareModel", url));
}
