import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { philoxNormal } from "@elbowjs/backend/fused";
import { add, mul, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { ChainParts } from "../chain/chain.js";
import { type Condition, conditionOf, drawLabels } from "../condition.js";
import { descend } from "./descend.js";
import { levelsDown } from "./levels.js";
import { type DiffusionSampleOptions, type SampleStep, sampleOptionNames } from "./sample-options.js";

/** Levels visited, unless told otherwise. */
const usualSteps = 20;

/** {@link DiffusionSampleOptions}, checked. */
export interface CompleteSampling {
  readonly seed: number;
  readonly eta: number;
  /** From T down to 0. */
  readonly levels: readonly number[];
  readonly condition: Condition;
  readonly onStep: ((step: SampleStep) => void) | undefined;
}

/**
 * Checks how n samples are to be made.
 *
 * @param more names of further options of the caller.
 * @param drawsLabels whether labels are drawn where none are given; else there are none. Default true.
 */
export function completeSampling(
  caller: string,
  chain: ChainParts,
  n: number,
  options: DiffusionSampleOptions,
  {
    more = [],
    drawsLabels = true,
  }: { readonly more?: readonly string[]; readonly drawsLabels?: boolean } = {},
): CompleteSampling {
  checkOptions(caller, options, [...sampleOptionNames, ...more]);
  const { schedule, scale, classes } = chain;
  const { seed = 0, steps = Math.min(usualSteps, schedule.steps), eta = 0, onStep } = options;
  checkNumbers(caller, { n: [n, "integer ≥ 1"], seed: [seed, "integer ≥ 0"], eta: [eta, "[0, 1]"] });
  checkKinds(caller, { onStep: [onStep, "function or undefined"] });
  const drawn = drawsLabels ? () => drawLabels(n, scale.shares, seed) : undefined;
  const condition = conditionOf(caller, n, options, classes, drawn);
  return { seed, eta, levels: levelsDown(caller, schedule.steps, steps), condition, onStep };
}

/** z_T of n samples. */
export function drawTop(n: number, shape: readonly number[], seed: number): Tensor {
  return philoxNormal([n, ...shape] as [number], { seed, stream: 0 });
}

/**
 * From z_T down the levels to x, in the data's units.
 *
 * @param z z_T, which is disposed of.
 * @param keep puts something else in z's place on each level; takes z, and gives what the caller owns. Default: nothing.
 */
export function descendAll(
  chain: ChainParts,
  z: Tensor,
  { seed, eta, levels, condition, onStep }: CompleteSampling,
): Tensor {
  const steps = levels.length - 1;
  let at = z;
  if (onStep) show(chain, onStep, { step: 0, steps, level: levels[0]! }, at, at);
  for (let step = 1; step <= steps; step++) {
    const [t, s] = [levels[step - 1]!, levels[step]!];
    const next = descend(chain, at, { t, s, eta, seed, step }, condition);
    at.dispose();
    at = next.z;
    if (onStep) show(chain, onStep, { step, steps, level: s }, at, next.image);
    next.image.dispose();
  }
  const data = chain.scale.toData(at);
  at.dispose();
  return data;
}

/** Tells `onStep` of a step, in tensors of the data's units that last as long as the call. */
export function show(
  chain: ChainParts,
  onStep: (step: SampleStep) => void,
  at: { readonly step: number; readonly steps: number; readonly level: number },
  z: Tensor,
  image: Tensor,
): void {
  tidy(() => {
    const weights = chain.scale.weights();
    const inData = add(mul(z, weights.get("scale")!.variable), weights.get("shift")!.variable);
    onStep({ ...at, z: inData, image: chain.scale.toData(image) });
  });
}
