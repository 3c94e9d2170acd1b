import { checkChoices, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { evaluation, type Layer, type Pass, type Weight, type WeightSource } from "@elbowjs/layers";
import {
  fitOptionNames,
  Model,
  type StepContext,
  stream,
  type Training,
  trainNetwork,
} from "@elbowjs/training";
import { add, div, mul, reshape, type Scalar, square, sum, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { graphsFingerprint } from "./graph/fingerprint.js";
import type { Graph, PreparedGraph, Task } from "./graph/graph.js";
import { disposeBatch, type GraphBatch, graphBatch } from "./graph/graph-batch.js";
import type {
  GraphAttentionTrace,
  GraphEvaluateOptions,
  GraphEvaluation,
  GraphFitOptions,
  GraphNetworkOptions,
  GraphPassOptions,
  GraphPrediction,
  LossKind,
  TaskOptions,
} from "./graph-network-options.js";
import { checkPass, passNames } from "./graph-network-options.js";
import { type LabelledGraphs, labelledGraphs, preparedGraphs } from "./labelled-graphs.js";
import type { GraphLayer } from "./layers/transformer-layer.js";
import { classesOf, itemLosses, probabilitiesAndLosses, probabilitiesOf } from "./logits.js";
import type { Readout } from "./readout.js";

/** What a network over graphs is made of. */
export interface GraphNetworkParts {
  /** The map of features to the layers' width; undefined where the first layer makes it. */
  readonly input: Layer | undefined;
  readonly layers: readonly GraphLayer[];
  readonly readout: Readout;
}

/** What a forward pass gives. */
export interface GraphForward {
  /** The vertices before the first layer and after each, [vertices, width]. */
  readonly vertices: readonly Tensor2D[];
  /** α of each layer, [edges, heads]. */
  readonly attention: readonly Tensor2D[];
}

/** A network over graphs: layers that send information along edges, and a decision for the graph or for each vertex. */
export abstract class GraphNetwork<O extends Required<GraphNetworkOptions>> extends Model {
  /** Every option, with its default filled in. */
  readonly options: O;
  readonly #parts: GraphNetworkParts;

  /** Use `create`: it also chooses the backend. */
  protected constructor(
    name: string,
    options: O,
    weights: WeightSource,
    partsOf: (options: O, weights: WeightSource) => GraphNetworkParts,
  ) {
    super(name, weights);
    this.options = options;
    this.#parts = partsOf(options, weights);
  }

  /** The weights by name, `layers.0.query.weight`. */
  weights(): Map<string, Weight> {
    const { input, layers, readout } = this.#parts;
    const named = new Map<string, Weight>();
    for (const weight of input?.weights ?? []) named.set(`input.${weight.name}`, weight);
    for (const [i, layer] of layers.entries())
      for (const [name, weight] of layer.namedWeights()) named.set(`layers.${i}.${name}`, weight);
    for (const [name, weight] of readout.namedWeights()) named.set(`readout.${name}`, weight);
    return named;
  }

  /**
   * Trains the network in place.
   *
   * @param graphs each with a `label` (task `graph`) or `labels` (task `node`).
   * @throws RangeError for a graph that {@link Graph} does not allow, features of another width, or labels that are missing or too
   *   large, each named, before any work; and as `train` of @elbowjs/training.
   */
  async fit(graphs: readonly Graph[], options: GraphFitOptions = {}): Promise<Training<GraphEvaluation>> {
    const caller = this.caller("fit");
    checkOptions(caller, options, [...fitOptionNames, "task", "loss", "l2"]);
    const { task = "graph", loss, l2 = 0, validation, ...training } = options;
    checkNumbers(caller, { l2: [l2, "≥ 0"] });
    const kind = this.#lossKind(caller, loss);
    const data = labelledGraphs(caller, this.options, graphs, task);
    const measured = validation && labelledGraphs(`${caller}, validation`, this.options, validation, task);
    const source = {
      size: data.graphs.length,
      fingerprint: () => graphsFingerprint(data.graphs, data.targets),
      take: (rows: Int32Array) => graphBatch(pick(data.graphs, rows), pick(data.targets, rows)),
    };
    return trainNetwork(caller, this, source, training, {
      name: "network",
      optimizer: { type: "adam", learningRate: 0.003 },
      loss: (batch: GraphBatch, at) => this.#trainingLoss(batch, task, kind, l2, at),
      objective: { task, loss: kind, l2 },
      validate: measured && ((signal) => this.#measure(measured, task, kind, { signal })),
    });
  }

  /** Loss and accuracy on graphs with labels. @throws as {@link GraphNetwork.fit}. */
  async evaluate(graphs: readonly Graph[], options: GraphEvaluateOptions = {}): Promise<GraphEvaluation> {
    const caller = this.caller("evaluate");
    checkOptions(caller, options, ["task", "loss", ...passNames]);
    const { task = "graph", loss, ...pass } = options;
    checkPass(caller, pass);
    const kind = this.#lossKind(caller, loss);
    return this.#measure(labelledGraphs(caller, this.options, graphs, task), task, kind, pass);
  }

  /** What the network says of each graph, or of each vertex of it. Labels are not looked at. */
  async predict(
    graphs: readonly Graph[],
    options: TaskOptions & GraphPassOptions = {},
  ): Promise<GraphPrediction[]> {
    const caller = this.caller("predict");
    checkOptions(caller, options, ["task", ...passNames]);
    const { task = "graph", batchSize = 64, signal } = options;
    checkPass(caller, { batchSize, signal });
    const prepared = preparedGraphs(caller, this.options, graphs, task);
    const { outputs } = this.options;
    const predictions: GraphPrediction[] = [];
    const breathe = breather({ signal });
    for (let start = 0; start < prepared.length; start += batchSize) {
      await breathe();
      const part = prepared.slice(start, start + batchSize);
      const all = await this.#read(part, (batch) => probabilitiesOf(this.#logits(batch, task)));
      let at = 0;
      for (const { vertices } of part) {
        const rows = task === "graph" ? 1 : vertices;
        const probabilities = all.slice(at * outputs, (at + rows) * outputs);
        predictions.push({ probabilities, classes: classesOf(probabilities, outputs) });
        at += rows;
      }
    }
    return predictions;
  }

  /** Where each vertex of a graph looks, layer by layer. */
  async attention(graph: Graph): Promise<GraphAttentionTrace> {
    const caller = this.caller("attention");
    const [prepared] = preparedGraphs(caller, this.options, [graph], "graph");
    const { rowOf, columnOf } = prepared!.pattern;
    const batch = graphBatch([prepared!]);
    const { attention, read } = tidy(() => {
      const { vertices, attention } = this.forward(batch, evaluation);
      const read = this.#parts.readout.ofGraphs(vertices.at(-1)!, batch).attention;
      return { attention: [...attention], ...(read && { read }) } as {
        attention: Tensor2D[];
        read?: Tensor2D;
      };
    });
    try {
      const layers: { heads: number; weights: Float32Array }[] = [];
      for (const one of attention)
        layers.push({ heads: one.shape[1], weights: (await one.data()) as Float32Array });
      const readout = read && ((await read.data()) as Float32Array);
      const edges = Array.from(rowOf, (from, e) => [from, columnOf[e]!] as const);
      return { edges, layers, readout };
    } finally {
      for (const one of [...attention, read]) one?.dispose();
      disposeBatch(batch);
    }
  }

  /**
   * The vectors of a graph's vertices before the first layer and after each.
   *
   * @returns for each, row by row, [vertices, width of the layer].
   */
  async embed(graph: Graph): Promise<Float32Array[]> {
    const [prepared] = preparedGraphs(this.caller("embed"), this.options, [graph], undefined);
    const batch = graphBatch([prepared!]);
    const vertices = tidy(() => [...this.forward(batch, evaluation).vertices].map((x) => x.clone()));
    try {
      const values: Float32Array[] = [];
      for (const one of vertices) values.push((await one.data()) as Float32Array);
      return values;
    } finally {
      for (const one of vertices) one.dispose();
      disposeBatch(batch);
    }
  }

  /** The forward pass of a batch, to be called in a `tidy`; `fit` and the rest call it. */
  forward(batch: GraphBatch, pass: Pass): GraphForward {
    const { input, layers } = this.#parts;
    let x = (input ? input.apply(batch.x, pass) : batch.x) as Tensor2D;
    const vertices = [x];
    const attention: Tensor2D[] = [];
    for (const layer of layers) {
      const result = layer.apply(x, batch.edges, pass);
      x = result.x;
      vertices.push(x);
      attention.push(result.attention);
    }
    return { vertices, attention };
  }

  #logits(batch: GraphBatch, task: Task, pass: Pass = evaluation): Tensor2D {
    const x = this.forward(batch, pass).vertices.at(-1)!;
    const { readout } = this.#parts;
    return task === "graph" ? readout.ofGraphs(x, batch).logits : readout.ofVertices(x);
  }

  #trainingLoss(batch: GraphBatch, task: Task, kind: LossKind, l2: number, { seed }: StepContext): Scalar {
    return tidy(() => {
      const random = stream(seed, "forward");
      const logits = this.#logits(batch, task, { training: true, random: () => random.random() });
      const losses = itemLosses(logits, batch.targets!, kind);
      const known = batch.known!;
      const mean = div(sum(mul(losses, known)), sum(known)) as Scalar;
      if (l2 === 0) return mean;
      const matrices = [...this.weights().values()].filter(({ torchShape }) => torchShape.length > 1);
      const squares = matrices.map(({ variable }) => sum(square(reshape(variable, [-1]))));
      return add(
        mean,
        mul(
          squares.reduce((a, b) => add(a, b)),
          l2 / 2,
        ),
      ) as Scalar;
    });
  }

  async #measure(
    { graphs, targets }: LabelledGraphs,
    task: Task,
    kind: LossKind,
    { batchSize = 64, signal }: GraphPassOptions,
  ) {
    const { outputs } = this.options;
    let [loss, right, count] = [0, 0, 0];
    const breathe = breather({ signal });
    for (let start = 0; start < graphs.length; start += batchSize) {
      await breathe();
      const part = graphs.slice(start, start + batchSize);
      const wanted = targets.slice(start, start + batchSize).flatMap((one) => [...one]);
      const chosen = targets.slice(start, start + batchSize);
      const both = await this.#read(
        part,
        (batch) => {
          const logits = this.#logits(batch, task);
          const losses = reshape(itemLosses(logits, batch.targets!, kind), [-1, 1]);
          return probabilitiesAndLosses(logits, losses as Tensor2D);
        },
        chosen,
      );
      const stride = outputs + 1;
      for (const [i, target] of wanted.entries()) {
        if (target < 0) continue;
        const row = both.subarray(i * stride, (i + 1) * stride);
        loss += row[outputs]!;
        right += Number(classesOf(row.slice(0, outputs), outputs)[0] === target);
        count++;
      }
    }
    return { loss: loss / count, accuracy: right / count, count };
  }

  async #read(
    graphs: readonly PreparedGraph[],
    make: (batch: GraphBatch) => Tensor2D,
    targets?: readonly Int32Array[],
  ): Promise<Float32Array> {
    const batch = graphBatch(graphs, targets);
    const result = tidy(() => make(batch));
    try {
      return (await result.data()) as Float32Array;
    } finally {
      result.dispose();
      disposeBatch(batch);
    }
  }

  #lossKind(caller: string, loss: LossKind | undefined): LossKind {
    const own = this.options.outputs === 1 ? "binary" : "categorical";
    if (loss === undefined) return own;
    checkChoices(caller, { loss: [loss, ["binary", "categorical"]] });
    if (loss !== own)
      throw refusal(
        new RangeError(
          `${caller}: expected the loss '${own}' for outputs: ${this.options.outputs}, got '${loss}'`,
        ),
      );
    return loss;
  }
}

function pick<T>(items: readonly T[], rows: Int32Array): T[] {
  return Array.from(rows, (row) => items[row]!);
}
