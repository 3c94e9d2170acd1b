import { checkKinds, refusal, shown } from "@elbowjs/arguments";
import type { StoredTensor } from "@elbowjs/safetensors";
import type { Initialiser } from "./initialiser.js";
import type { RandomGenerator } from "./random-generator.js";
import type { Shape } from "./shape.js";
import { checkWeightShape } from "./shape.js";
import { checkState, checkStored, checkUnused } from "./state.js";
import { type Weight, type WeightOptions, weight } from "./weight.js";

/** Refuses what is no source of weights. */
export function checkSource(caller: string, weights: WeightSource): void {
  checkKinds(caller, { weights: [weights, { make: "function", within: "function" }] });
}

/** Where the first values of weights come from. */
export interface WeightSource {
  /**
   * Makes a weight.
   *
   * @param name PyTorch's name inside the module, `weight`.
   * @param shape PyTorch's shape.
   * @param initialiser draws its values, unless they come out of a file.
   * @throws RangeError if a file has no such weight, or one of another shape; nothing of its size has been allocated then.
   */
  make(name: string, shape: Shape, initialiser: Initialiser, options?: WeightOptions): Weight;
  /** The source of a part, whose weights are named behind its name and a full stop. */
  within(part: string): WeightSource;
}

/**
 * Weights drawn one after another from a generator, in the order in which they are made.
 *
 * @param random one generator for all, or one for each outermost part by its name, so that two networks do not start equal.
 */
export function randomWeights(random: RandomGenerator | ((part: string) => RandomGenerator)): WeightSource {
  if (typeof random !== "function")
    checkKinds("randomWeights", {
      random: [random, { uniform: "function", normal: "function", standardNormal: "function" }],
    });
  const one = typeof random === "function" ? random("") : random;
  return {
    make: (name, shape, initialiser, options) => {
      checkKinds("WeightSource.make", { initialiser: [initialiser, "function"] });
      checkWeightShape("WeightSource.make", shape);
      return weight(name, shape, initialiser(shape, one), options);
    },
    within: (part) => randomWeights(typeof random === "function" ? random(part) : random),
  };
}

/**
 * Weights out of a state dict: each is compared with what the layer asks for before it is made, so that a small file cannot make
 * a large model.
 */
export function storedWeights(caller: string, state: ReadonlyMap<string, StoredTensor>): WeightSource {
  checkState(caller, state);
  const within = (prefix: string): WeightSource => ({
    make: (name, shape, _, options) =>
      weight(name, shape, checkStored(caller, `${prefix}${name}`, shape, state), options),
    within: (part) => within(`${prefix}${part}.`),
  });
  return within("");
}

/**
 * Builds something of weights, and frees those that were made if that fails: a second layer that does not fit leaves nothing of
 * the first.
 */
export function build<T>(source: WeightSource, make: (source: WeightSource) => T): T {
  checkSource("build", source);
  checkKinds("build", { make: [make, "function"] });
  const made: Weight[] = [];
  const watched = (inner: WeightSource): WeightSource => ({
    make: (...given) => {
      const weight = inner.make(...given);
      made.push(weight);
      return weight;
    },
    within: (part) => watched(inner.within(part)),
  });
  try {
    return make(watched(source));
  } catch (error) {
    for (const { variable } of made) variable.dispose();
    throw error;
  }
}

/**
 * Builds something of a state dict's weights, of all of them.
 *
 * @throws RangeError if the state has weights that nobody asked for, with nothing left of what was built.
 */
export function buildFromState<T extends { weights(): ReadonlyMap<string, Weight> }>(
  caller: string,
  state: ReadonlyMap<string, StoredTensor>,
  make: (source: WeightSource) => T,
): T {
  checkKinds(caller, { make: [make, "function"] });
  return build(storedWeights(caller, state), (source) => {
    const made = make(source);
    if (typeof made?.weights !== "function")
      throw refusal(new TypeError(`${caller}: expected make to give what has weights, got ${shown(made)}`));
    checkUnused(caller, made.weights(), state);
    return made;
  });
}
