import { checkFinite, checkKinds, checkOptions, checkShape } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { lenet5Pairs } from "./connections.js";
import { addCorrelation } from "./correlation.js";
import { lenet5Codes } from "./digit-codes.js";
import { lenet5Size, lenet5Slices, type Weights } from "./layers.js";

/** What every layer computes of one image, maps one after another. */
export interface Lenet5Trace {
  /** 32×32. */
  readonly input: Float64Array;
  /** 6×28×28. */
  readonly c1: Float64Array;
  /** 6×14×14. */
  readonly s2: Float64Array;
  /** 16×10×10. */
  readonly c3: Float64Array;
  /** 16×5×5. */
  readonly s4: Float64Array;
  readonly c5: Float64Array;
  readonly f6: Float64Array;
  /** y_i = ‖f6 − code_i‖², one per digit: the smallest is the answer. */
  readonly outputs: Float64Array;
}

/** A and S of the squashing function A tanh(Sv), with which ±1 goes to ±1. */
export const SQUASH: { readonly amplitude: number; readonly slope: number } = {
  amplitude: 1.7159,
  slope: 2 / 3,
};

const squash = (v: number): number => SQUASH.amplitude * Math.tanh(SQUASH.slope * v);

/**
 * Initial parameters of LeNet-5: uniform on ±2.4/F with F the inputs of a unit, as in the paper; biases too.
 *
 * @param options `seed` of NumPy's generator, default 0.
 * @returns `lenet5Size` numbers, drawn layer by layer, weights and then biases.
 */
export function initialLenet5(options: { readonly seed?: number } = {}): Float64Array {
  checkOptions("initialLenet5", options, ["seed"]);
  const { seed = 0 } = options;
  const rng = defaultRng(seed);
  const parameters = new Float64Array(lenet5Size);
  const { c1, s2, c3, s4, c5, f6 } = lenet5Slices(parameters);
  const draw = ({ weights, bias }: Weights, fanIn: number): void => {
    for (const part of [weights, bias]) part.set(rng.uniform(-2.4 / fanIn, 2.4 / fanIn, part.length));
  };
  draw(c1, 25);
  draw(s2, 4);
  // Maps of C3 look at three to six maps of S2; four is the common case.
  draw(c3, 4 * 25);
  draw(s4, 4);
  draw(c5, 400);
  draw(f6, 120);
  return parameters;
}

/**
 * The 28×28 images of MNIST as LeNet-5 takes them: in the middle of 32×32, white −0.1 and black 1.175, which makes the mean
 * of the pixels about 0 and their variance about 1.
 *
 * @param image 784 numbers in [0, 1].
 * @throws RangeError if there are not 784 numbers in [0, 1].
 */
export function lenet5Input(image: ArrayLike<number>): Float64Array {
  checkKinds("lenet5Input", { image: [image, "numbers"] });
  checkShape("lenet5Input", "image", [image.length], [784]);
  checkFinite("lenet5Input", "image", image, { within: [0, 1] });
  const input = new Float64Array(32 * 32).fill(-0.1);
  for (let i = 0; i < 28; i++)
    for (let j = 0; j < 28; j++) input[(i + 2) * 32 + j + 2] = 1.275 * image[i * 28 + j]! - 0.1;
  return input;
}

/**
 * LeNet-5's forward pass: convolutions C1, C3, C5 with 5×5 kernels, subsampling S2 and S4 (a trained coefficient times the
 * sum of a 2×2 window, plus a bias), the full layer F6, each followed by A tanh(Sv), and ten radial basis units.
 *
 * @param parameters As {@link initialLenet5} makes them.
 * @param input 32×32, see {@link lenet5Input}.
 * @throws RangeError if a length is wrong or a number of the input is not finite.
 * @see Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition (1998); lecture 14.
 */
export function lenet5Forward(parameters: Float64Array, input: Float64Array): Lenet5Trace {
  checkKinds("lenet5Forward", { parameters: [parameters, "Float64Array"], input: [input, "Float64Array"] });
  checkShape("lenet5Forward", "parameters", [parameters.length], [lenet5Size]);
  checkShape("lenet5Forward", "input", [input.length], [1024]);
  checkFinite("lenet5Forward", "input", input);
  const at = lenet5Slices(parameters);
  const c1 = biased(at.c1.bias, 28 * 28);
  for (let map = 0; map < 6; map++) addCorrelation(input, 0, 32, at.c1.weights, map * 25, c1, map * 784);
  squashAll(c1);
  const s2 = subsampled(c1, 6, 28, at.s2);
  const c3 = biased(at.c3.bias, 10 * 10);
  for (const [pair, [from, to]] of lenet5Pairs.entries())
    addCorrelation(s2, from * 196, 14, at.c3.weights, pair * 25, c3, to * 100);
  squashAll(c3);
  const s4 = subsampled(c3, 16, 10, at.s4);
  const c5 = full(s4, at.c5);
  const f6 = full(c5, at.f6);
  const outputs = Float64Array.from(lenet5Codes, (code) =>
    code.reduce((sum, w, j) => sum + (f6[j]! - w) ** 2, 0),
  );
  return { input, c1, s2, c3, s4, c5, f6, outputs };
}

/** Maps filled with their bias. */
function biased(bias: Float64Array, places: number): Float64Array {
  const maps = new Float64Array(bias.length * places);
  for (const [map, b] of bias.entries()) maps.fill(b, map * places, (map + 1) * places);
  return maps;
}

function squashAll(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = squash(values[i]!);
}

function subsampled(x: Float64Array, maps: number, side: number, { weights, bias }: Weights): Float64Array {
  const half = side / 2;
  const out = new Float64Array(maps * half * half);
  for (let map = 0; map < maps; map++)
    for (let i = 0; i < half; i++)
      for (let j = 0; j < half; j++) {
        const corner = map * side * side + 2 * i * side + 2 * j;
        const sum = x[corner]! + x[corner + 1]! + x[corner + side]! + x[corner + side + 1]!;
        out[map * half * half + i * half + j] = squash(weights[map]! * sum + bias[map]!);
      }
  return out;
}

function full(x: Float64Array, { weights, bias }: Weights): Float64Array {
  return bias.map((b, unit) => {
    let v = b;
    const row = unit * x.length;
    for (let i = 0; i < x.length; i++) v += weights[row + i]! * x[i]!;
    return squash(v);
  });
}
