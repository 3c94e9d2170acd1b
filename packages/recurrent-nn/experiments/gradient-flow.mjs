// Vanishing and exploding gradients: node experiments/gradient-flow.mjs. ‖∂s_T/∂s_t‖ of s_t = tanh(W s_{t−1}) with W = γ times an
// orthogonal matrix, near s = 0 where tanh is the identity, beside γ^(T−t); the same for an LSTM whose forget gates are open; and a
// training with and without clipping. Ten seeds.
import { useBackend } from "@elbowjs/backend";
import { recurrentSequence } from "@elbowjs/backend/fused";
import { initialisers } from "@elbowjs/layers";
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { adding } from "@elbowjs/sequence-data";
import { stream } from "@elbowjs/training";
import {
  expandDims,
  grad,
  mul,
  reshape,
  slice,
  sum,
  tensor2d,
  tidy,
  tile,
  transpose,
  zeros,
} from "@tensorflow/tfjs-core";
import { tenSeeds } from "./ten-seeds.mjs";

await useBackend({ prefer: ["wasm"] });
const [units, T] = [16, 40];

/** ‖vᵀ ∂s_T/∂s_0‖ for a random direction v of length 1, over so many steps. */
function norm(seed, steps, gamma, cell) {
  return tidy(() => {
    const random = stream(seed, "weights");
    const q = initialisers("gradient-flow", [units, units], { initialWeight: "orthogonal" }).weight(
      [units, units],
      random,
    );
    const direction = random.standardNormal(units);
    const length = Math.hypot(...direction);
    const v = tensor2d(
      [...direction].map((value) => value / length),
      [1, units],
    );
    if (cell === "rnn") {
      const w = transpose(mul(tensor2d(q, [units, units]), gamma));
      const last = (s) => {
        const states = recurrentSequence(zeros([steps, 1, units]), w, { cell, hidden: s });
        return sum(mul(reshape(slice(states, [0, steps - 1, 0, 0], [1, 1, 1, units]), [1, units]), v));
      };
      return Math.hypot(...grad(last)(zeros([1, units])).dataSync());
    }
    // Gates: input shut (−10), forget open (+8), candidate 0: s_T = σ(8)^T s_0.
    const fields = tensor2d(
      [...Array(units).fill(-10), ...Array(units).fill(8), ...Array(2 * units).fill(0)],
      [1, 4 * units],
    );
    const all = tile(expandDims(fields, 0), [steps, 1, 1]);
    const w = zeros([units, 4 * units]);
    const last = (s) => {
      const states = recurrentSequence(all, w, { cell: "lstm", hidden: zeros([1, units]), cells: s });
      return sum(mul(reshape(slice(states, [1, steps - 1, 0, 0], [1, 1, 1, units]), [1, units]), v));
    };
    return Math.hypot(...grad(last)(zeros([1, units])).dataSync());
  });
}

for (const gamma of [0.8, 1, 1.2])
  await tenSeeds(
    `slope of ln ‖∂s_T/∂s_t‖ for γ = ${gamma}, ln γ = ${Math.log(gamma).toFixed(4)}`,
    async (seed) => {
      const value = (Math.log(norm(seed, T, gamma, "rnn")) - Math.log(norm(seed, 1, gamma, "rnn"))) / (T - 1);
      return {
        value,
        reached: Math.abs(value - Math.log(gamma)) <= 0.01 * Math.max(Math.abs(Math.log(gamma)), 1e-2),
      };
    },
  );
await tenSeeds("slope of ln ‖∂s_T/∂s_t‖ of an LSTM that remembers", async (seed) => {
  const value = (Math.log(norm(seed, T, 1, "lstm")) - Math.log(norm(seed, 1, 1, "lstm"))) / (T - 1);
  return { value, reached: Math.abs(value) < 1e-3 };
});

// An RNN whose W has been made three times larger, at a high rate: without clipping a step throws it far away.
const data = adding(500, { length: 30 });
for (const clipNorm of [1, undefined])
  await tenSeeds(
    `RNN with W × 3, SGD at 0.05, ${clipNorm ? "gradients clipped at 1" : "not clipped"}, squared error`,
    async (seed) => {
      const net = await RecurrentNetwork.create({ cell: "rnn", inputs: 2, hidden: [32], outputs: 1, seed });
      const w = net.weights().get("rnn.weight_hh_l0").variable;
      const larger = mul(w, 3);
      w.assign(larger);
      larger.dispose();
      let value;
      try {
        const { epochs } = await net.fit(data, {
          epochs: 5,
          batchSize: 20,
          optimizer: { type: "sgd", learningRate: 0.05 },
          clipNorm,
        });
        value = epochs.at(-1).loss;
      } catch (error) {
        if (error.name !== "DivergenceError") throw error;
        value = Number.POSITIVE_INFINITY;
      }
      net.dispose();
      return { value, reached: value < 0.5 };
    },
  );
process.exit();
