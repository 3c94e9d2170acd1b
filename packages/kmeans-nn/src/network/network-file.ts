import { checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import type { ModelContent } from "@elbowjs/runs";
import { readSafetensors, type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";
import { decodeFloat32, encodeFloats } from "../data/base64.js";
import { requireCenters } from "../seeding/starting-centers.js";
import type {
  KMeansNetworkJSON,
  KMeansNetworkOptions,
  NetworkSettings,
  SaveOptions,
} from "./network-options.js";

/** What a file holds of a network. */
export interface SavedNetwork {
  readonly settings: NetworkSettings;
  /** k×d, row by row; undefined where the network had none. */
  readonly centers: Float32Array | undefined;
}

const MODEL = "kmeans-network";
const VERSION = "1";

/** A network as plain data. */
export function toJSON({ settings, centers }: SavedNetwork): KMeansNetworkJSON {
  return {
    format: "elbow-kmeans-network",
    version: 1,
    ...settings,
    centers: centers === undefined ? null : encodeFloats(centers),
  };
}

/**
 * Reads the plain data of a network.
 *
 * @throws TypeError if it is something else, RangeError if its centres do not fit.
 */
export function fromJSON(caller: string, json: KMeansNetworkJSON): SavedNetwork {
  if (json?.format !== "elbow-kmeans-network" || json.version !== 1)
    throw refusal(
      new TypeError(
        `${caller}: expected format "elbow-kmeans-network" version 1, got ${shown(json?.format)} version ${shown(json?.version)}`,
      ),
    );
  const settings = settingsOf(caller, json);
  const { k, features } = settings;
  return {
    settings,
    centers:
      json.centers === null
        ? undefined
        : requireCenters(caller, decodeFloat32(caller, "centers", json.centers), k, features),
  };
}

/** A network as a safetensors file. */
export function toSafetensors(caller: string, network: SavedNetwork, options: SaveOptions = {}): Uint8Array {
  checkOptions(caller, options, ["dtype"]);
  const { tensors, metadata } = fileContent(network);
  return writeSafetensors(tensors, { metadata, ...options });
}

/** What the file of a network holds. */
export function fileContent({ settings, centers }: SavedNetwork): ModelContent {
  const { k, features } = settings;
  const tensors = new Map<string, StoredTensor>();
  if (centers !== undefined) tensors.set("centers", { shape: [k, features], values: centers });
  return { tensors, metadata: { model: MODEL, version: VERSION, options: JSON.stringify(settings) } };
}

/**
 * Reads the safetensors file of a network.
 *
 * @throws RangeError if the bytes are no such file, of a version not known here, or their centres do not fit.
 */
export function fromSafetensors(
  caller: string,
  bytes: Uint8Array,
): SavedNetwork & ReturnType<typeof readSafetensors> {
  const { tensors, metadata } = readSafetensors(bytes);
  const { model, version, options } = metadata;
  if (model !== MODEL || options === undefined)
    throw refusal(
      new RangeError(
        `${caller}: expected a file of a ${MODEL}, got ${model === undefined ? "one without a model's name and options" : `one of a ${model}`}`,
      ),
    );
  if (version !== VERSION)
    throw refusal(
      new RangeError(
        `${caller}: expected version ${VERSION} of the file, got ${version}; update @elbowjs/kmeans-nn`,
      ),
    );
  const settings = settingsOf(caller, parsed(caller, options));
  const { k, features } = settings;
  const stored = tensors.get("centers");
  if (stored !== undefined && stored.shape.join() !== `${k},${features}`)
    throw refusal(
      new RangeError(
        `${caller}: expected centers of shape [${k}, ${features}], got [${stored.shape.join(", ")}]`,
      ),
    );
  const centers = stored && requireCenters(caller, stored.values, k, features);
  return { settings, centers, tensors, metadata };
}

function parsed(caller: string, text: string): KMeansNetworkOptions {
  try {
    return JSON.parse(text) as KMeansNetworkOptions;
  } catch (cause) {
    throw refusal(new RangeError(`${caller}: expected options in JSON, got ${shown(text)}`, { cause }));
  }
}

/** The options in a file, all of which it must have; the network checks their values. */
function settingsOf(caller: string, from: KMeansNetworkOptions): NetworkSettings {
  const { k, features, temperature, reduction, gradient, update } = from as NetworkSettings;
  checkNumbers(caller, {
    k: [k, "integer ≥ 1"],
    features: [features, "integer ≥ 1"],
    temperature: [temperature, "> 0"],
  });
  return { k, features, temperature, reduction, gradient, update };
}
