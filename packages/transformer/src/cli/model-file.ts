import { DataFault, type ModelFile } from "@elbowjs/command-line";
import { readSafetensors } from "@elbowjs/safetensors";
import { CharacterModel } from "../text/character-model.js";
import { Transliterator } from "../text/transliterator.js";

/** The names of the weights that come with the package, where a model file is asked for. */
export const readyNames = { transliterator: "arabic", names: "names" } as const;

/** Either kind of model, by what its file says. */
export type TextModel = CharacterModel | Transliterator;

/** Models that write text. */
export const modelFile: ModelFile<TextModel> = {
  name: "model.safetensors",
  // Behind the header's length, which is binary, the metadata come first.
  isOurs: (start) => start.startsWith('{"__metadata__":{', 8) && start.includes('"model":"transformer-'),
  read(bytes) {
    const { metadata } = readSafetensors(bytes);
    return metadata["model"] === "transformer-encoder-decoder"
      ? Transliterator.fromSafetensors(bytes)
      : CharacterModel.fromSafetensors(bytes);
  },
  write: (model) => model.toSafetensors(),
  ready: {
    [readyNames.transliterator]: async () => (await import("../pretrained.js")).transliterator(),
    [readyNames.names]: async () => (await import("../pretrained.js")).nameModel(),
  },
};

/** The model as one that reads words. @throws DataFault if it is the other kind. */
export function asTransliterator(model: TextModel, path: string): Transliterator {
  if (model instanceof Transliterator) return model;
  model.dispose();
  throw new DataFault(`expected a model trained on pairs, got ${path}, which continues text; use generate`);
}

/** The model as one that continues text. @throws DataFault if it is the other kind. */
export function asCharacterModel(model: TextModel, path: string): CharacterModel {
  if (model instanceof CharacterModel) return model;
  model.dispose();
  throw new DataFault(`expected a model trained on text, got ${path}, which reads words; use transliterate`);
}
