import { checkKinds } from "@elbowjs/arguments";
import { fetchBytes } from "@elbowjs/safetensors";
import { CharacterModel } from "./text/character-model.js";
import { Transliterator } from "./text/transliterator.js";

/** Where the weights lie: beside `src` and `dist` alike. */
const weights = {
  transliterator: new URL("../weights/transliterator.safetensors", import.meta.url),
  names: new URL("../weights/names.safetensors", import.meta.url),
};

/**
 * Latin to Arabic letters, trained on google/transliteration. Its training, numbers and limits are in weights/README.md.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a model that the caller disposes of.
 * @throws Error if the weights cannot be fetched.
 * @example
 * const latinToArabic = await transliterator();
 * const [best] = await latinToArabic.transliterate("salma");
 */
export async function transliterator(url: string | URL = weights.transliterator): Promise<Transliterator> {
  checkUrl("transliterator", url);
  return Transliterator.fromSafetensors(await fetchBytes("transliterator", url));
}

/**
 * First names, character by character, trained on the 32,033 of makemore. Its training, numbers and limits are in weights/README.md.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a model that the caller disposes of.
 * @throws Error if the weights cannot be fetched.
 * @example
 * const names = await nameModel();
 * const [one] = await names.complete("ma", { sample: { seed: 1 } });
 */
export async function nameModel(url: string | URL = weights.names): Promise<CharacterModel> {
  checkUrl("nameModel", url);
  return CharacterModel.fromSafetensors(await fetchBytes("nameModel", url));
}

function checkUrl(caller: string, url: string | URL): void {
  if (!(url instanceof URL)) checkKinds(caller, { url: [url, "string"] });
}
