import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import { lenet5Pairs } from "./connections.js";
import { addCorrelationGradient } from "./correlation.js";
import { lenet5Codes } from "./digit-codes.js";
import { lenet5Size, lenet5Slices, type Weights } from "./layers.js";
import { lenet5Forward, SQUASH } from "./lenet5.js";

/** The loss of one image, its gradient, and what the network answered. */
export interface Lenet5Gradient {
  /** y_label, the squared distance of F6 to the code of the right digit. */
  readonly loss: number;
  /** The digit whose code is nearest. */
  readonly answer: number;
}

/**
 * Backpropagation of LeNet-5's criterion E = y_label, the output of the right unit, through every layer; shared weights add
 * up what all their places contribute.
 *
 * @param parameters As `initialLenet5` makes them.
 * @param input 32×32.
 * @param label The digit, an integer in [0, 9].
 * @param gradient `lenet5Size` numbers, to which ∂E/∂parameters is *added*, so that a batch sums itself up.
 * @throws RangeError if a length is wrong, a pixel is not finite or the label is no digit.
 */
export function addLenet5Gradient(
  parameters: Float64Array,
  input: Float64Array,
  label: number,
  gradient: Float64Array,
): Lenet5Gradient {
  checkNumbers("addLenet5Gradient", { label: [label, "integer in [0, 9]"] });
  checkKinds("addLenet5Gradient", { gradient: [gradient, "Float64Array"] });
  checkShape("addLenet5Gradient", "gradient", [gradient.length], [lenet5Size]);
  const pass = lenet5Forward(parameters, input);
  const [at, of] = [lenet5Slices(parameters), lenet5Slices(gradient)];
  const ofF6 = pass.f6.map((y, j) => 2 * (y - lenet5Codes[label]![j]!));
  const ofC5 = fullBackward(pass.c5, pass.f6, ofF6, at.f6, of.f6);
  const ofS4 = fullBackward(pass.s4, pass.c5, ofC5, at.c5, of.c5);
  const ofC3 = subsampledBackward(pass.c3, pass.s4, ofS4, 10, at.s4, of.s4);
  const deltaC3 = throughSquash(pass.c3, ofC3, of.c3.bias);
  const ofS2 = new Float64Array(pass.s2.length);
  for (const [pair, [from, to]] of lenet5Pairs.entries())
    addCorrelationGradient(
      pass.s2,
      from * 196,
      14,
      at.c3.weights,
      pair * 25,
      deltaC3,
      to * 100,
      of.c3.weights,
      ofS2,
    );
  const ofC1 = subsampledBackward(pass.c1, pass.s2, ofS2, 28, at.s2, of.s2);
  const deltaC1 = throughSquash(pass.c1, ofC1, of.c1.bias);
  for (let map = 0; map < 6; map++)
    addCorrelationGradient(
      input,
      0,
      32,
      at.c1.weights,
      map * 25,
      deltaC1,
      map * 784,
      of.c1.weights,
      undefined,
    );
  const answer = pass.outputs.indexOf(Math.min(...pass.outputs));
  return { loss: pass.outputs[label]!, answer };
}

/** φ′ from the output: (A tanh Sv)′ = SA(1 − tanh²Sv) = S(A − y²/A). */
const slope = (y: number): number => SQUASH.slope * (SQUASH.amplitude - (y * y) / SQUASH.amplitude);

/** δ = ∂E/∂y ∘ φ′; adds the sum of each map to its bias. */
function throughSquash(y: Float64Array, ofY: Float64Array, ofBias: Float64Array): Float64Array {
  const places = y.length / ofBias.length;
  return y.map((value, i) => {
    const delta = ofY[i]! * slope(value);
    ofBias[Math.floor(i / places)]! += delta;
    return delta;
  });
}

function fullBackward(
  x: Float64Array,
  y: Float64Array,
  ofY: Float64Array,
  { weights }: Weights,
  of: Weights,
): Float64Array {
  const delta = throughSquash(y, ofY, of.bias);
  const ofX = new Float64Array(x.length);
  for (let unit = 0; unit < delta.length; unit++) {
    const [d, row] = [delta[unit]!, unit * x.length];
    for (let i = 0; i < x.length; i++) {
      of.weights[row + i]! += d * x[i]!;
      ofX[i]! += d * weights[row + i]!;
    }
  }
  return ofX;
}

function subsampledBackward(
  x: Float64Array,
  y: Float64Array,
  ofY: Float64Array,
  side: number,
  { weights }: Weights,
  of: Weights,
): Float64Array {
  const delta = throughSquash(y, ofY, of.bias);
  const ofX = new Float64Array(x.length);
  const half = side / 2;
  for (let i = 0; i < delta.length; i++) {
    const map = Math.floor(i / (half * half));
    const [row, column] = [Math.floor((i % (half * half)) / half), i % half];
    for (const place of [0, 1, side, side + 1]) {
      const pixel = map * side * side + 2 * row * side + 2 * column + place;
      of.weights[map]! += delta[i]! * x[pixel]!;
      ofX[pixel] = delta[i]! * weights[map]!;
    }
  }
  return ofX;
}
