// Measures one point of a curve in a process of its own: node measure.mjs '{"method":"lloyd","n":10000,…}'; prints
// { seconds, megabytes }, the least of three and the largest resident memory.
import { useBackend } from "@elbowjs/backend";
import { KMeansNetwork, lloyd, miniBatch } from "@elbowjs/kmeans-nn";
import { leakyRelu, linear, randomWeights, Sequential, weightsOf } from "@elbowjs/layers";
import { defaultRng } from "@elbowjs/numpy-random";
import { mean, square, sub, tensor2d, tidy, train, variableGrads } from "@tensorflow/tfjs-core";

const { method, n, k, d, b, h, threads } = JSON.parse(process.argv[2]);

/** Bytes of k bumps with noise, a fifth of them zero: the same rows for Python, which draws them by the same generator. */
function rows() {
  const rng = defaultRng(1);
  const centers = rng.random(k * d);
  const noise = rng.random(n * d);
  const pixels = Uint8Array.from(noise, (u, at) => {
    const value = centers[(Math.floor(at / d) % k) * d + (at % d)];
    return value < 0.2 ? 0 : Math.floor(255 * Math.min(1, 0.8 * value + 0.2 * u));
  });
  return { size: n, features: d, pixels, rows: Uint32Array.from({ length: n }, (_, i) => i) };
}

async function leastOf(times, run) {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await run();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

const methods = {
  async lloyd() {
    const data = rows();
    const init = Float32Array.from(data.pixels.subarray(0, k * d), (u) => u / 255);
    let iterations = 1;
    const seconds = await leastOf(3, async () => {
      ({ iterations } = await lloyd(data, { k, init, maxIterations: 10 }));
    });
    return seconds / iterations;
  },
  async network() {
    await useBackend({ prefer: ["wasm"], threads });
    const data = rows();
    const net = new KMeansNetwork({ k, features: d, update: "normalized" });
    await net.init(Float32Array.from(data.pixels.subarray(0, k * d), (u) => u / 255));
    await net.fit(data, { epochs: 1, batchSize: b, learningRate: 1 });
    return leastOf(3, () => net.fit(data, { epochs: 1, batchSize: b, learningRate: 1 }));
  },
  async "mini-batch"() {
    const data = rows();
    const init = Float32Array.from(data.pixels.subarray(0, k * d), (u) => u / 255);
    return leastOf(3, () => miniBatch(data, { k, init, batchSize: 1024, epochs: 1 }));
  },
  async autoencoder() {
    await useBackend({ prefer: ["wasm"], threads });
    const layers = [h, h / 2, 30, h / 2, h].flatMap((units) => [linear({ units }), leakyRelu({ slope: 0 })]);
    const model = new Sequential([784], [...layers, linear({ units: 784 })], randomWeights(defaultRng(0)));
    const variables = [...weightsOf({ model }).values()].map(({ variable }) => variable);
    const x = tensor2d(Float32Array.from(defaultRng(2).random(b * 784)), [b, 784]);
    const sgd = train.sgd(0.01);
    const step = async () => {
      tidy(() => {
        const { grads } = variableGrads(
          () => mean(square(sub(model.apply(x, { training: true, random: () => 0 }), x))),
          variables,
        );
        sgd.applyGradients(grads);
      });
      await variables.at(-1).data();
    };
    await step();
    return leastOf(10, step);
  },
};

const seconds = await methods[method]();
console.log(JSON.stringify({ seconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1000) }));
process.exit(0);
