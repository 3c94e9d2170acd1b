import { refusal, shown } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import {
  batchNorm,
  buildFromState,
  evaluation,
  type LayerFactory,
  linear,
  Sequential,
  type Weight,
  type WeightSource,
  weightsOf,
} from "@elbowjs/layers";
import { readSafetensors } from "@elbowjs/safetensors";
import type { SamplesInput } from "@elbowjs/samples";
import { Model, newModel, openModel, stream, type Training } from "@elbowjs/training";
import { reshape, sigmoid, Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { activationLayer } from "./activation-name.js";
import {
  type CompleteDeepAutoencoderOptions,
  completeOptions,
  type DeepAutoencoderOptions,
} from "./deep-autoencoder-options.js";
import { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.js";
import { type FitOptions, fit, type Validation } from "./fit.js";

/**
 * A deep autoencoder: an encoder from pixels through ever fewer units to a code, z = g(x), and a decoder that mirrors it, y = f(z),
 * trained so that f(g(x)) is near x, or near x for a corrupted x̂ that it is shown instead.
 *
 * @see G. Hinton, R. Salakhutdinov, Reducing the Dimensionality of Data with Neural Networks, 2006; P. Vincent et al., Extracting and
 *   Composing Robust Features with Denoising Autoencoders, 2008.
 */
export class DeepAutoencoder extends Model {
  /** The model's name in files. */
  readonly format = "deep-autoencoder";
  /** Every option, with its default filled in. */
  readonly options: CompleteDeepAutoencoderOptions;
  /** g: pixels to the code. */
  readonly encoder: Sequential;
  /** f before its output function: the code to the pixels, or to their logits if the output is `sigmoid`. */
  readonly decoder: Sequential;

  /**
   * A new model. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or does not exist.
   */
  static async create(options: DeepAutoencoderOptions = {}): Promise<DeepAutoencoder> {
    const complete = completeOptions("DeepAutoencoder.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new DeepAutoencoder(complete, weights));
  }

  /**
   * A model from a file that {@link DeepAutoencoder.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<DeepAutoencoder> {
    const caller = "DeepAutoencoder.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "deep-autoencoder",
      (options, weights) => new DeepAutoencoder(completeOptions(caller, options), weights),
    );
  }

  /**
   * A model from the safetensors state dict of a PyTorch module whose `encoder` and `decoder` are `nn.Sequential`s of `Linear`,
   * activation and, with `batchNorm`, `BatchNorm1d` for every hidden layer, and a last `Linear`: `encoder.0.weight`, ….
   *
   * @param options what the module was built with.
   * @throws RangeError if a weight is missing, of another shape, not finite, or unknown to the model.
   */
  static async fromTorch(bytes: Uint8Array, options: DeepAutoencoderOptions = {}): Promise<DeepAutoencoder> {
    const caller = "DeepAutoencoder.fromTorch";
    const complete = completeOptions(caller, options);
    const { tensors } = readSafetensors(bytes);
    await useBackend();
    return buildFromState(caller, tensors, (weights) => new DeepAutoencoder(complete, weights));
  }

  /** Use {@link DeepAutoencoder.create}: it also chooses the backend. */
  private constructor(options: CompleteDeepAutoencoderOptions, weights: WeightSource) {
    super("DeepAutoencoder", weights);
    this.options = options;
    const { widths } = options;
    this.encoder = new Sequential([widths[0]!], mlp(widths, options), weights.within("encoder"));
    const back = [...widths].reverse();
    this.decoder = new Sequential([back[0]!], mlp(back, options), weights.within("decoder"));
  }

  /** The weights and running statistics under PyTorch's names, `encoder.0.weight`. */
  weights(): Map<string, Weight> {
    return weightsOf({ encoder: this.encoder, decoder: this.decoder });
  }

  /**
   * z = g(x), in evaluation mode.
   *
   * @param x images, shape `[n, …]` with as many numbers each as `widths[0]`.
   * @returns shape `[n, widths.at(-1)]`; the caller disposes of it.
   * @throws TypeError or RangeError for what is no such tensor.
   */
  encode(x: Tensor): Tensor2D {
    checkRows(this.caller("encode"), "x", x, this.options.widths[0]!);
    return tidy(() => this.encoder.apply(reshape(x, [x.shape[0]!, -1]), evaluation) as Tensor2D);
  }

  /**
   * y = f(z), in evaluation mode.
   *
   * @param z shape `[n, widths.at(-1)]`.
   * @returns images as rows, shape `[n, widths[0]]`, in (0, 1) if the output is `sigmoid`; the caller disposes of it.
   * @throws TypeError or RangeError for what is no such tensor.
   */
  decode(z: Tensor): Tensor2D {
    checkRows(this.caller("decode"), "z", z, this.options.widths.at(-1)!);
    return tidy(() => {
      const before = this.decoder.apply(reshape(z, [z.shape[0]!, -1]), evaluation);
      return (this.options.output === "sigmoid" ? sigmoid(before) : before) as Tensor2D;
    });
  }

  /** f(g(x)): the images that the model makes of images, as rows. Shapes as in `encode` and `decode`. */
  reconstruct(x: Tensor): Tensor2D {
    this.caller("reconstruct");
    checkRows("DeepAutoencoder.reconstruct", "x", x, this.options.widths[0]!);
    return tidy(() => this.decode(this.encode(x)));
  }

  /**
   * Trains the model in place; see {@link FitOptions}.
   *
   * @param images values in [0, 1], of any kind that `toSamples` of @elbowjs/samples takes: a split, a Float32Array, a tensor, …
   */
  async fit(images: SamplesInput, options: FitOptions = {}): Promise<Training<Validation>> {
    this.caller("fit");
    return fit(this, images, options);
  }

  /** Measures the error on images; see {@link Evaluation}. */
  async evaluate(images: SamplesInput, options: EvaluateOptions = {}): Promise<Evaluation> {
    this.caller("evaluate");
    return evaluate(this, images, options);
  }
}

/** Linear, activation and normalisation for each hidden width, and a last linear map. */
function mlp(
  widths: readonly number[],
  { activation, batchNorm: normalizes, initialWeight }: CompleteDeepAutoencoderOptions,
): LayerFactory[] {
  const hidden = widths
    .slice(1, -1)
    .flatMap((units) => [
      linear({ units, initialWeight }),
      activationLayer(activation),
      ...(normalizes ? [batchNorm()] : []),
    ]);
  return [...hidden, linear({ units: widths.at(-1)!, initialWeight })];
}

/** Refuses what is no tensor of rows of so many numbers. */
function checkRows(caller: string, name: string, x: unknown, features: number): void {
  if (!(x instanceof Tensor))
    throw refusal(new TypeError(`${caller}: expected ${name} as a tensor, got ${shown(x)}`));
  const [n = 0] = x.shape;
  if (x.shape.length >= 2 && n >= 1 && x.size === n * features) return;
  throw refusal(
    new RangeError(
      `${caller}: expected ${name} of shape [n, ${features}], or [n, …] with as many numbers each, got [${x.shape.join(", ")}]`,
    ),
  );
}
