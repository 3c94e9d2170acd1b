import { checkChoices, checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { WeightSource } from "@elbowjs/layers";
import { newModel, openModel, stream } from "@elbowjs/training";
import { GraphNetwork, type GraphNetworkParts } from "./graph-network.js";
import {
  checkSize,
  completeNetworkOptions,
  type GraphNetworkOptions,
  networkOptionNames,
} from "./graph-network-options.js";
import { GatLayer } from "./layers/gat-layer.js";
import { Readout } from "./readout.js";

/** Options of `GraphAttentionNetwork.create`. A vertex also attends to itself, as in the paper, unless `selfLoops` is false. */
export interface GraphAttentionNetworkOptions extends GraphNetworkOptions {
  /** Numbers of a head inside; an integer ≥ 1. Default 8. */
  readonly width?: number;
  /** Heads of each layer but the last, side by side; an integer ≥ 1. Default 8. */
  readonly heads?: number;
  /** Heads of the last layer, of which the mean is taken; an integer ≥ 1. Default 1. */
  readonly outputHeads?: number;
  /** Layers: a vertex sees so many edges far. An integer ≥ 1. Default 2. */
  readonly layers?: number;
  /** How attention is scored: 1 Veličković et al., 2 Brody et al. Default 1. */
  readonly version?: 1 | 2;
  /** Of LeakyReLU below 0, in [0, 1]. Default 0.2. */
  readonly slope?: number;
  /** Of what goes into each layer and of attention in training, in [0, 1). Default 0; the paper's citation graphs have 0.6. */
  readonly dropout?: number;
}

const format = "graph-attention-network";

/**
 * The graph attention network: in each layer α_vu = softmax over the neighbours u of LeakyReLU(a₁ᵀWx_v + a₂ᵀWx_u), x_v ← ELU(Σ α_vu W x_u),
 * heads side by side; in the last layer the mean of its heads. Version 2 scores aᵀLeakyReLU(W_l x_v + W_r x_u), so that which neighbour
 * ranks first may depend on v. The last layer has `width` numbers, which the read-out maps to the logits of a graph or a vertex.
 *
 * @see P. Veličković et al., Graph Attention Networks, 2018; S. Brody, U. Alon, E. Yahav, How Attentive are Graph Attention Networks?, 2022.
 */
export class GraphAttentionNetwork extends GraphNetwork<Required<GraphAttentionNetworkOptions>> {
  readonly format: string = format;

  /**
   * A new network with Glorot's uniform initial weights. Chooses a backend first, unless the program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or does not exist.
   */
  static async create(options: GraphAttentionNetworkOptions): Promise<GraphAttentionNetwork> {
    const complete = completeOptions("GraphAttentionNetwork.create", options);
    return newModel(
      stream(complete.seed, "weights"),
      (weights) => new GraphAttentionNetwork(complete, weights),
    );
  }

  /** A network from a file of `toSafetensors`, or a checkpoint of `fit`. @throws RangeError for another file. */
  static async fromSafetensors(bytes: Uint8Array): Promise<GraphAttentionNetwork> {
    const caller = "GraphAttentionNetwork.fromSafetensors";
    return openModel(
      caller,
      bytes,
      format,
      (options, weights) =>
        new GraphAttentionNetwork(completeOptions(caller, options as GraphAttentionNetworkOptions), weights),
    );
  }

  private constructor(options: Required<GraphAttentionNetworkOptions>, weights: WeightSource) {
    super("GraphAttentionNetwork", options, weights, partsOf);
  }
}

function partsOf(options: Required<GraphAttentionNetworkOptions>, weights: WeightSource): GraphNetworkParts {
  const { features, width, heads, outputHeads, layers } = options;
  const { readout: kind, outputs, readoutHidden: hidden, vertices } = options;
  return {
    input: undefined,
    layers: Array.from({ length: layers }, (_, i) => {
      const isInner = i < layers - 1;
      const made = { ...options, isInner, features: i === 0 ? features : heads * width };
      return new GatLayer({ ...made, heads: isInner ? heads : outputHeads }, weights.within(`layers.${i}`));
    }),
    readout: new Readout({ kind, width, outputs, hidden, vertices }, weights.within("readout")),
  };
}

function completeOptions(
  caller: string,
  options: GraphAttentionNetworkOptions,
): Required<GraphAttentionNetworkOptions> {
  checkOptions(caller, options ?? null, [
    ...networkOptionNames,
    ...["width", "heads", "outputHeads", "layers", "version", "slope", "dropout"],
  ]);
  const {
    width = 8,
    heads = 8,
    outputHeads = 1,
    layers = 2,
    version = 1,
    slope = 0.2,
    dropout = 0,
  } = options;
  checkNumbers(caller, {
    width: [width, "integer in [1, 100000]"],
    heads: [heads, "integer in [1, 10000]"],
    outputHeads: [outputHeads, "integer in [1, 10000]"],
    layers: [layers, "integer in [1, 1000]"],
    slope: [slope, "[0, 1]"],
    dropout: [dropout, "[0, 1)"],
  });
  checkChoices(caller, { version: [version, [1, 2]] });
  const common = completeNetworkOptions(caller, options, { selfLoops: true });
  const [inner, last] = [heads * width, outputHeads * width];
  const ofLayers =
    layers === 1
      ? common.features * last
      : common.features * inner + (layers - 2) * inner ** 2 + inner * last;
  checkSize(caller, common, version * ofLayers, width);
  return { ...common, width, heads, outputHeads, layers, version, slope, dropout };
}
