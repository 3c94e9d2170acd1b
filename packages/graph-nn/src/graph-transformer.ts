import { checkChoices, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { linear, type WeightSource } from "@elbowjs/layers";
import { newModel, openModel, stream } from "@elbowjs/training";
import { GraphNetwork, type GraphNetworkParts } from "./graph-network.js";
import {
  checkSize,
  completeNetworkOptions,
  type GraphNetworkOptions,
  networkOptionNames,
} from "./graph-network-options.js";
import { TransformerLayer } from "./layers/transformer-layer.js";
import { Readout } from "./readout.js";

/** Options of `GraphTransformer.create`. Without `selfLoops` a vertex attends to its neighbours only, as in the exam. */
export interface GraphTransformerOptions extends GraphNetworkOptions {
  /** Numbers of a vertex inside; a multiple of `heads`. Default 32. */
  readonly width?: number;
  /** Heads that attend side by side; an integer ≥ 1. Default 4. */
  readonly heads?: number;
  /** Layers: a vertex sees so many edges far. An integer ≥ 0. Default 2. */
  readonly layers?: number;
  /** Units of the feed-forward part; an integer ≥ 1. Default twice the width. */
  readonly feedForward?: number;
  /** Between the two maps of the feed-forward part. Default `relu`. */
  readonly activation?: "relu" | "gelu";
  /** Of attention and of both parts in training, in [0, 1). Default 0. */
  readonly dropout?: number;
}

const format = "graph-transformer";

/**
 * A transformer whose attention goes along the edges of a graph: x⁰ = W x + b, and in each layer attention over the neighbours with
 * α = softmax(QᵀK/√k), add and norm, a feed-forward part, add and norm; then a decision for the graph by a read-out, or for each vertex.
 * After L layers a vertex further than L edges away has no influence at all.
 *
 * @see ECE/CS 559, mock final, question 7; V. Dwivedi, X. Bresson, A Generalization of Transformer Networks to Graphs, 2021.
 */
export class GraphTransformer extends GraphNetwork<Required<GraphTransformerOptions>> {
  readonly format: string = format;

  /**
   * A new network with PyTorch's default initial weights. Chooses a backend first, unless the program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or does not exist.
   */
  static async create(options: GraphTransformerOptions): Promise<GraphTransformer> {
    const complete = completeOptions("GraphTransformer.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new GraphTransformer(complete, weights));
  }

  /** A network from a file of {@link GraphTransformer.toSafetensors}, or a checkpoint of `fit`. @throws RangeError for another file. */
  static async fromSafetensors(bytes: Uint8Array): Promise<GraphTransformer> {
    const caller = "GraphTransformer.fromSafetensors";
    return openModel(
      caller,
      bytes,
      format,
      (options, weights) =>
        new GraphTransformer(completeOptions(caller, options as GraphTransformerOptions), weights),
    );
  }

  private constructor(options: Required<GraphTransformerOptions>, weights: WeightSource) {
    super("GraphTransformer", options, weights, partsOf);
  }
}

function partsOf(options: Required<GraphTransformerOptions>, weights: WeightSource): GraphNetworkParts {
  const { features, width, layers, readout: kind, outputs, readoutHidden: hidden, vertices } = options;
  return {
    input: linear({ units: width })([features], weights.within("input")),
    layers: Array.from(
      { length: layers },
      (_, i) => new TransformerLayer(options, weights.within(`layers.${i}`)),
    ),
    readout: new Readout({ kind, width, outputs, hidden, vertices }, weights.within("readout")),
  };
}

function completeOptions(
  caller: string,
  options: GraphTransformerOptions,
): Required<GraphTransformerOptions> {
  checkOptions(caller, options ?? null, [
    ...networkOptionNames,
    ...["width", "heads", "layers", "feedForward", "activation", "dropout"],
  ]);
  const { width = 32, heads = 4, layers = 2, feedForward = 2 * width } = options;
  const { activation = "relu", dropout = 0 } = options;
  checkNumbers(caller, {
    width: [width, "integer in [1, 100000]"],
    heads: [heads, "integer ≥ 1"],
    layers: [layers, "integer in [0, 1000]"],
    feedForward: [feedForward, "integer in [1, 1000000]"],
    dropout: [dropout, "[0, 1)"],
  });
  checkChoices(caller, { activation: [activation, ["relu", "gelu"]] });
  if (width % heads !== 0)
    throw refusal(
      new RangeError(`${caller}: expected width to be a multiple of heads ${heads}, got ${width}`),
    );
  const common = completeNetworkOptions(caller, options, { selfLoops: false });
  const ofLayer = 4 * width ** 2 + 2 * width * feedForward;
  checkSize(caller, common, common.features * width + layers * ofLayer, width);
  return { ...common, width, heads, layers, feedForward, activation, dropout };
}
