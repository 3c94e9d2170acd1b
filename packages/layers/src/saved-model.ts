import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { readSafetensors, type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";
import { checkState, readState } from "./state.js";
import type { Weight } from "./weight.js";
import { buildFromState, type WeightSource } from "./weight-source.js";

/** A model that can be written to a file. */
export interface SavedModel {
  /** The model's name in files: `gaussian-vae`. */
  readonly format: string;
  /** Plain data from which it can be built again. */
  readonly options: object;
  /** By PyTorch's names. */
  weights(): ReadonlyMap<string, Weight>;
}

/** Options of a model's `toSafetensors`. */
export interface SaveOptions {
  /** F32 keeps every bit; F16 halves the file. Default F32. */
  readonly dtype?: "F32" | "F16";
}

/** The version of the layout of files that {@link saveModel} writes; files of a later one are refused. */
const version = 1;

/**
 * A model as a safetensors file: PyTorch's state dict (`load_state_dict` accepts it), with `model`, `version` and `options` in the
 * metadata. The same model gives the same bytes.
 *
 * @param caller the method that is called, `GaussianVae.toSafetensors`.
 */
export async function saveModel(
  caller: string,
  model: SavedModel,
  options: SaveOptions = {},
): Promise<Uint8Array> {
  checkKinds(caller, { model: [model, { format: "string", options: "object", weights: "function" }] });
  checkOptions(caller, options, ["dtype"]);
  return writeSafetensors(await readState(model.weights()), { metadata: modelMetadata(model), ...options });
}

/** What a file says of the model: its name, the version of the layout, and its options. */
export function modelMetadata({ format, options }: SavedModel): Record<string, string> {
  return { model: format, version: String(version), options: JSON.stringify(options) };
}

/** A file of a model, before it is built. */
export interface ModelFile {
  readonly options: object;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the file of a model of one kind.
 *
 * @throws RangeError if the bytes are no such file, or of a version that is not known here.
 */
export function readModelFile(caller: string, bytes: Uint8Array, format: string): ModelFile {
  const { tensors, metadata } = readSafetensors(bytes);
  const { model, options } = metadata;
  if (model !== format || options === undefined)
    throw new RangeError(
      `${caller}: expected a file of a ${format}, got ${model === undefined ? "one without a model's name and options; fromTorch reads a PyTorch state dict" : `one of a ${model}`}`,
    );
  if (metadata["version"] !== String(version))
    throw new RangeError(
      `${caller}: expected version ${version} of the file, got ${metadata["version"]}; update @elbowjs/layers`,
    );
  return { options: parseOptions(caller, options), tensors, metadata };
}

/**
 * A model from a file of its kind. What is built is compared with the file as it is built, weight by weight: options that ask for
 * more than the file holds are refused before memory is taken for it.
 *
 * @param build makes the model from its options and weights; it checks the options.
 * @param isWeight tells the model's own tensors from others in the file. Default: all are.
 */
export function loadModel<M extends SavedModel>(
  caller: string,
  file: ModelFile,
  build: (options: object, source: WeightSource) => M,
  isWeight: (name: string) => boolean = () => true,
): M {
  checkKinds(caller, {
    file: [file, { options: "object", tensors: "iterable" }],
    build: [build, "function"],
    isWeight: [isWeight, "function"],
  });
  const { options, tensors } = file;
  checkState(caller, tensors);
  const state = new Map([...tensors].filter(([name]) => isWeight(name)));
  return buildFromState(caller, state, (source) => build(options, source));
}

function parseOptions(caller: string, text: string): object {
  let options: unknown;
  try {
    options = JSON.parse(text);
  } catch (cause) {
    throw new RangeError(`${caller}: expected options in JSON, got other text`, { cause });
  }
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new RangeError(`${caller}: expected options as an object, got ${text.slice(0, 40)}`);
  return options;
}
