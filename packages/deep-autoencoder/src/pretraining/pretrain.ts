import { breather } from "@elbowjs/backend";
import { epochOrder, type Samples } from "@elbowjs/samples";
import { stream } from "@elbowjs/training";
import { type Tensor2D, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { BoltzmannMachine } from "./boltzmann-machine.js";
import type { CompletePretrainOptions } from "./pretrain-options.js";

/** Epochs, from 1, up to which the momentum is 0.5; afterwards it is 0.9, as in the paper's program. */
const carefulEpochs = 5;

/** Where the numbers of pretraining come from. */
export interface PretrainRun {
  readonly widths: readonly number[];
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Trains a restricted Boltzmann machine for each layer of an encoder, from the images up: the hidden units of one, E[h|v], are the
 * visible units of the next. The last has Gaussian hidden units.
 *
 * @returns one machine per layer; the caller disposes of them.
 * @see G. Hinton, R. Salakhutdinov, Reducing the Dimensionality of Data with Neural Networks, 2006, and its supporting program.
 */
export async function pretrain(
  samples: Samples,
  options: CompletePretrainOptions,
  { widths, seed, signal }: PretrainRun,
): Promise<BoltzmannMachine[]> {
  const machines: BoltzmannMachine[] = [];
  const layers = widths.length - 1;
  try {
    for (let layer = 1; layer <= layers; layer++) {
      const [visible, hidden] = [widths[layer - 1]!, widths[layer]!];
      const first = stream(seed, "weights", "pretraining", layer).normal(0, 0.01, visible * hidden);
      const units = layer === layers ? "gaussian" : "binary";
      machines.push(new BoltzmannMachine(visible, hidden, units, Float32Array.from(first)));
      for (let epoch = 1; epoch <= options.epochs; epoch++) {
        const squaredError = await onePass(samples, machines, options, { seed, epoch, signal });
        await options.onEpoch?.({ layer, layers, epoch, squaredError });
      }
    }
    return machines;
  } catch (error) {
    for (const machine of machines) machine.dispose();
    throw error;
  }
}

/** One epoch of the last machine. @returns the mean squared error of its reconstructions. */
async function onePass(
  samples: Samples,
  machines: readonly BoltzmannMachine[],
  { batchSize, learningRate, codeLearningRate, weightDecay }: CompletePretrainOptions,
  {
    seed,
    epoch,
    signal,
  }: { readonly seed: number; readonly epoch: number; readonly signal: AbortSignal | undefined },
): Promise<number> {
  const layer = machines.length;
  const machine = machines[layer - 1]!;
  const order = epochOrder(samples.size, seed, layer * 100_000 + epoch);
  const breathe = breather({ signal });
  let total = 0;
  for (let start = 0, batch = 0; start < samples.size; start += batchSize, batch++) {
    const rows = order.subarray(start, start + batchSize);
    const error = tidy(() => {
      const x = tensor2d(samples.gather(rows), [rows.length, samples.features]);
      const v = machines.slice(0, -1).reduce<Tensor2D>((below, lower) => lower.hidden(below), x);
      return machine.step(v, {
        learningRate: machine.units === "gaussian" ? codeLearningRate : learningRate,
        momentum: epoch <= carefulEpochs ? 0.5 : 0.9,
        weightDecay,
        seed: Number(stream(seed, "step", "pretraining", layer, epoch, batch).integers(0, 2 ** 32)),
      });
    });
    total += (await error.data())[0]! * rows.length;
    error.dispose();
    await breathe();
  }
  return total / samples.size;
}
