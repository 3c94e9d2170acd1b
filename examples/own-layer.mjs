// A model of one's own on @elbowjs/layers and @elbowjs/training alone: a small classifier of generated digits, with a layer
// that no package has. Usage: node own-layer.mjs [epochs]
import { useBackend } from "@elbowjs/backend";
import { batchNorm, evaluation, flatten, linear, relu, Sequential, weightsOf } from "@elbowjs/layers";
import { openDataset } from "@elbowjs/mnist-data";
import { oneHot, toSamples } from "@elbowjs/samples";
import { cosine, Model, newModel, sampleBatches, stream, trainNetwork } from "@elbowjs/training";
import { argMax, logSoftmax, mean, mul, neg, sum, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";

const [epochs = "4"] = process.argv.slice(2);
/** The images that it takes. */
const door = { shape: [28, 28, 1], within: [0, 1], classes: 10 };

/** What an image is multiplied by, pixel by pixel, before anything else: a mask that is learnt, and starts at 1. */
function mask() {
  return (inputShape, weights) => {
    const weight = weights.make("weight", inputShape, (shape) =>
      new Float32Array(shape.reduce((a, b) => a * b)).fill(1),
    );
    return {
      name: "Mask",
      inputShape,
      outputShape: inputShape,
      weights: [weight],
      apply: (x) => mul(x, weight.variable),
    };
  };
}

/** 784 pixels, a mask, 64 hidden units, 10 classes. Its file and its end, `toSafetensors` and `dispose`, are every model's. */
class MaskedClassifier extends Model {
  format = "masked-classifier";

  static create({ hidden = 64, seed = 0 } = {}) {
    return newModel(stream(seed, "weights"), (weights) => new MaskedClassifier({ hidden, seed }, weights));
  }

  constructor(options, weights) {
    super("MaskedClassifier", weights);
    this.options = options;
    const hidden = linear({ units: options.hidden });
    const layers = [flatten(), mask(), hidden, relu(), batchNorm(), linear({ units: 10 })];
    this.network = new Sequential([28, 28, 1], layers, weights);
  }

  weights() {
    return weightsOf({ network: this.network });
  }

  /** Mean of −ln p(label) over a batch. */
  loss(x, labels) {
    return tidy(() => {
      const targets = tensor2d(oneHot(labels, 10), [labels.length, 10]);
      const logits = this.network.apply(x, { training: true, random: () => 0 });
      return neg(mean(sum(mul(logSoftmax(logits), targets), 1)));
    });
  }

  /** Trains on images with labels; the loop, its options, checkpoints and guards are the package's. */
  async fit(images, { validation, ...options } = {}) {
    const caller = this.caller("fit"); // refuses a model that was disposed of
    const samples = await toSamples(caller, images, door);
    const batches = sampleBatches(samples, { smallestBatch: 2 });
    return trainNetwork(caller, this, batches, options, {
      name: "classifier",
      optimizer: { type: "adam", learningRate: cosine(0.003) },
      loss: ({ x, labels }) => this.loss(x, labels),
      validate: validation && (() => this.evaluate(validation)),
    });
  }

  /** The share of errors, which early stopping may look at as its loss. */
  async evaluate(images) {
    const samples = await toSamples(this.caller("evaluate"), images, door);
    const found = tidy(() => {
      const x = tensor(samples.slice(0, samples.size), [samples.size, 28, 28, 1]);
      return argMax(this.network.apply(x, evaluation), 1);
    });
    const classes = await found.data();
    found.dispose();
    const wrong = classes.filter((value, i) => value !== samples.labels[i]).length;
    return { loss: wrong / samples.size, accuracy: 1 - wrong / samples.size };
  }
}

const { name } = await useBackend();
const { train: images, test } = await openDataset("digits", { size: { train: 4000, test: 1000 } });
const model = await MaskedClassifier.create();
const { seconds } = await model.fit(images, {
  epochs: Number(epochs),
  validation: test,
  patience: 2,
  onEpoch: ({ epoch, loss, validation }) =>
    console.log(`epoch ${epoch}: loss ${loss.toFixed(4)}, test accuracy ${validation.accuracy.toFixed(3)}`),
});
console.log(`${seconds.toFixed(1)} s on ${name}`);
model.dispose();
