import type { Weight } from "@elbowjs/layers";
import { type Tensor, tidy, transpose } from "@tensorflow/tfjs-core";
import type { BoltzmannMachine } from "./boltzmann-machine.js";

/**
 * Unrolls a stack of Boltzmann machines into an autoencoder: layer i of the encoder gets W and c, its mirror image in the decoder
 * Wᵀ and b.
 *
 * @param weights of the autoencoder, without batch normalisation: the linear maps' weights and biases, in order.
 */
export function unroll(machines: readonly BoltzmannMachine[], weights: ReadonlyMap<string, Weight>): void {
  const all = [...weights.values()];
  const layers = machines.length;
  const put = (place: number, matrix: Tensor, bias: Tensor): void => {
    all[2 * place]!.variable.assign(matrix);
    all[2 * place + 1]!.variable.assign(bias);
  };
  tidy(() => {
    // A linear map's variable is [in, out], as W is.
    for (const [i, { weight, visibleBias, hiddenBias }] of machines.entries()) {
      put(i, weight, hiddenBias);
      put(2 * layers - 1 - i, transpose(weight), visibleBias);
    }
  });
}
