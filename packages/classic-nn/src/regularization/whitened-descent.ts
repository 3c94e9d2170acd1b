import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { dataMatrix, dataVector } from "../data-matrix.js";
import {
  type GradientDescentTrace,
  gradientDescentTrace,
} from "../gradient-descent/gradient-descent-trace.js";
import { type Quadratic, quadratic } from "../gradient-descent/quadratic.js";
import type { RegressionData } from "./ridge.js";
import { fitWhitening, whiten } from "./whitening.js";

/** The same regression on two forms of its inputs. */
export interface WhitenedDescent {
  readonly raw: DescentForm;
  readonly whitened: DescentForm;
}

/** A regression problem as a quadratic, with the descent on it. */
export interface DescentForm {
  /** R(w) = ½ mean (wᵀx − y)², up to a constant. */
  readonly risk: Quadratic;
  /** λ_max/λ_min of its Hessian, the mean of xxᵀ. */
  readonly condition: number;
  readonly trace: GradientDescentTrace;
  /** Steps until the distance to the minimum is a thousandth of the first; undefined if it never is. */
  readonly stepsToThousandth: number | undefined;
}

/**
 * Lecture 13: what whitening does to the path of descent. The Hessian of a linear neuron's squared risk is the mean of
 * xxᵀ. On whitened inputs it is the identity: its level lines are circles, the gradient points at the minimum, and with
 * η = 1 one step arrives. On raw inputs the descent zigzags, the more the larger the condition number. Both descents start
 * at 0 with η = `fraction` of their stability bound 2/λ_max, on centred targets.
 *
 * @param data n×d inputs and n targets.
 * @param options `fraction` in (0, 1), default ½, which is η = 1/λ_max; `iterations`, default 500.
 * @throws RangeError as `fitWhitening` and `gradientDescentTrace` do.
 */
export function whitenedDescent(
  data: RegressionData,
  options: { readonly fraction?: number; readonly iterations?: number } = {},
): WhitenedDescent {
  checkKinds("whitenedDescent", { data: [data, "object"] });
  checkOptions("whitenedDescent", options, ["fraction", "iterations"]);
  const { fraction = 0.5, iterations = 500 } = options;
  checkNumbers("whitenedDescent", { fraction: [fraction, "(0, 1)"] });
  const x = dataMatrix(data.x, "whitenedDescent", "data.x");
  const y = dataVector(data.y, "whitenedDescent", "data.y", x.rows);
  const mean = y.reduce((a, b) => a + b) / y.length;
  const centred = Matrix.columnVector(Array.from(y, (value) => value - mean));
  const form = (inputs: Matrix): DescentForm => {
    const hessian = inputs.transpose().mmul(inputs).div(inputs.rows);
    // Rounding leaves the two halves a last bit apart.
    const symmetric = Matrix.add(hessian, hessian.transpose()).div(2);
    const linear = inputs.transpose().mmul(centred).div(-inputs.rows).getColumn(0);
    const risk = quadratic(symmetric, linear);
    const start = new Float64Array(inputs.columns);
    const trace = gradientDescentTrace(risk, start, {
      learningRate: fraction * risk.stabilityBound,
      iterations,
    });
    const first = trace.steps[0]!.distance;
    const arrived = trace.steps.findIndex(({ distance }) => distance <= first / 1000);
    return {
      risk,
      condition: risk.eigenvalues.at(-1)! / risk.eigenvalues[0]!,
      trace,
      stepsToThousandth: arrived < 0 ? undefined : arrived,
    };
  };
  return { raw: form(x), whitened: form(whiten(x, fitWhitening(x))) };
}
