import { checkChoices, checkKinds, checkNumbers } from "@elbowjs/arguments";
import type { RandomGenerator } from "./random-generator.js";
import { checkWeightShape, type Shape, sizeOf } from "./shape.js";

/**
 * Draws the first values of a weight, in PyTorch's order of elements.
 *
 * @param shape PyTorch's: `[out, in]` of a linear map, `[out, in, h, w]` of a convolution.
 */
export type Initialiser = (shape: Shape, random: RandomGenerator) => Float32Array;

/**
 * Initialisers by name, so that a model's options can tell: `torch` is PyTorch's default of `Linear` and `Conv2d`.
 *
 * With fanIn = in·h·w and fanOut = out·h·w: `torch` U(±1/√fanIn); `he-uniform` U(±√(6/fanIn)), `he-normal` N(0, 2/fanIn);
 * `glorot-uniform` U(±√(6/(fanIn + fanOut))), `glorot-normal` N(0, 2/(fanIn + fanOut)); `orthogonal` rows, or columns if there are
 * fewer of them, of length 1 at right angles; `zeros`.
 *
 * @see K. He et al., Delving Deep into Rectifiers, 2015, equation 10; X. Glorot, Y. Bengio, Understanding the difficulty of training
 *   deep feedforward neural networks, 2010, equation 16; A. Saxe et al., Exact solutions to the nonlinear dynamics of learning in
 *   deep linear neural networks, 2014.
 */
export type InitialiserName =
  | "torch"
  | "he-uniform"
  | "he-normal"
  | "glorot-uniform"
  | "glorot-normal"
  | "orthogonal"
  | "zeros";

/** How the values of a layer with weights begin. */
export interface InitialValues {
  /** Of the weight. Default `torch`. */
  readonly initialWeight?: InitialiserName | Initialiser;
  /** Of the bias. Default U(±1/√fanIn), fanIn the weight's, if the weight is `torch`; else zeros. */
  readonly initialBias?: "torch" | "zeros" | Initialiser;
}

/** The two initialisers of a layer whose weight has this shape. @throws RangeError for a name that there is not. */
export function initialisers(
  caller: string,
  shape: Shape,
  values: InitialValues,
): { readonly weight: Initialiser; readonly bias: Initialiser } {
  checkWeightShape(caller, shape);
  checkKinds(caller, { values: [values, "object"] });
  const { initialWeight = "torch", initialBias = initialWeight === "torch" ? "torch" : "zeros" } = values;
  if (typeof initialWeight !== "function")
    checkChoices(caller, { initialWeight: [initialWeight, Object.keys(byName)] });
  if (typeof initialBias !== "function")
    checkChoices(caller, { initialBias: [initialBias, ["torch", "zeros"]] });
  const bound = 1 / Math.sqrt(fans(shape).in);
  const named = { torch: uniform(() => bound), zeros };
  return {
    weight: typeof initialWeight === "function" ? initialWeight : byName[initialWeight],
    bias: typeof initialBias === "function" ? initialBias : named[initialBias],
  };
}

/** Every value 0. */
export const zeros: Initialiser = constant(0);

/**
 * Every value the same.
 *
 * @throws RangeError, TypeError for what is no finite number; so does the initialiser for what is no shape.
 */
export function constant(value: number): Initialiser {
  checkNumbers("constant", { value: [value, "finite"] });
  return (shape) => {
    checkWeightShape("constant", shape);
    return new Float32Array(sizeOf(shape)).fill(value);
  };
}

/** PyTorch takes the fan-in of a transposed convolution, too, from its second dimension. */
function fans([out = 1, ...rest]: Shape): { readonly in: number; readonly out: number } {
  const field = sizeOf(rest.slice(1));
  return { in: (rest[0] ?? 1) * field, out: out * field };
}

function uniform(boundOf: (shape: Shape) => number): Initialiser {
  return (shape, random) => {
    checkWeightShape("initialiser", shape);
    checkKinds("initialiser", { random: [random, { uniform: "function" }] });
    const bound = boundOf(shape);
    return Float32Array.from(random.uniform(-bound, bound, sizeOf(shape)));
  };
}

function normal(varianceOf: (shape: Shape) => number): Initialiser {
  return (shape, random) => {
    checkWeightShape("initialiser", shape);
    checkKinds("initialiser", { random: [random, { normal: "function" }] });
    return Float32Array.from(random.normal(0, Math.sqrt(varianceOf(shape)), sizeOf(shape)));
  };
}

/** Gram and Schmidt's rows of standard normals, each projected twice, as once loses digits where rows are near each other. */
const orthogonal: Initialiser = (shape, random) => {
  checkWeightShape("initialiser", shape);
  checkKinds("initialiser", { random: [random, { standardNormal: "function" }] });
  const [out, inputs] = [shape[0] ?? 1, sizeOf(shape.slice(1))];
  const [count, length] = out <= inputs ? [out, inputs] : [inputs, out];
  const rows: Float64Array[] = [];
  while (rows.length < count) {
    const row = Float64Array.from(random.standardNormal(length));
    for (const earlier of [...rows, ...rows]) {
      const along = earlier.reduce((sum, value, i) => sum + value * row[i]!, 0);
      for (let i = 0; i < length; i++) row[i]! -= along * earlier[i]!;
    }
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    rows.push(row.map((value) => value / norm));
  }
  const values = new Float32Array(out * inputs);
  for (let o = 0; o < out; o++)
    for (let i = 0; i < inputs; i++) values[o * inputs + i] = out <= inputs ? rows[o]![i]! : rows[i]![o]!;
  return values;
};

const byName: { readonly [name in InitialiserName]: Initialiser } = {
  torch: uniform((shape) => 1 / Math.sqrt(fans(shape).in)),
  "he-uniform": uniform((shape) => Math.sqrt(6 / fans(shape).in)),
  "he-normal": normal((shape) => 2 / fans(shape).in),
  "glorot-uniform": uniform((shape) => Math.sqrt(6 / (fans(shape).in + fans(shape).out))),
  "glorot-normal": normal((shape) => 2 / (fans(shape).in + fans(shape).out)),
  orthogonal,
  zeros,
};
