import { philoxNormal, philoxUniform } from "@elbowjs/backend/fused";
import {
  add,
  cast,
  less,
  matMul,
  mean,
  mul,
  type Scalar,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
  type Variable,
  variable,
  zeros,
} from "@tensorflow/tfjs-core";

/** What hidden units are: on or off with probability σ(c + vW), or N(c + vW, 1). */
export type HiddenUnits = "binary" | "gaussian";

/** How a step is taken. */
export interface ContrastiveStep {
  /** η ≥ 0. */
  readonly learningRate: number;
  /** In [0, 1). */
  readonly momentum: number;
  /** λ ≥ 0 of the weights. */
  readonly weightDecay: number;
  /** Of the hidden units' draws; an integer in [0, 2⁵³). */
  readonly seed: number;
}

/**
 * A restricted Boltzmann machine: visible units v in [0, 1] and hidden units h without connections among themselves,
 * E(v, h) = −vWh − bv − ch, and ½‖h − c‖² for Gaussian h.
 *
 * @see G. Hinton, A Practical Guide to Training Restricted Boltzmann Machines, 2010.
 */
export class BoltzmannMachine {
  readonly units: HiddenUnits;
  /** W, shape `[visible, hidden]`. */
  readonly weight: Variable;
  /** b and c. */
  readonly visibleBias: Variable;
  readonly hiddenBias: Variable;
  readonly #velocities: readonly Variable[];

  /** @param first N(0, 0.01²) or the like, visible × hidden numbers. */
  constructor(visible: number, hidden: number, units: HiddenUnits, first: Float32Array) {
    const made = (initial: Tensor): Variable => {
      const result = variable(initial, false);
      initial.dispose();
      return result;
    };
    this.units = units;
    this.weight = made(tensor2d(first, [visible, hidden]));
    this.visibleBias = made(zeros([visible]));
    this.hiddenBias = made(zeros([hidden]));
    this.#velocities = [this.weight, this.visibleBias, this.hiddenBias].map(({ shape }) =>
      made(zeros(shape)),
    );
  }

  /** E[h|v], shape `[n, hidden]`. */
  hidden(v: Tensor): Tensor2D {
    return tidy(() => {
      const input = add(matMul(v as Tensor2D, this.weight as Tensor as Tensor2D), this.hiddenBias);
      return (this.units === "binary" ? sigmoid(input) : input) as Tensor2D;
    });
  }

  /**
   * One step of contrastive divergence with one step of Gibbs sampling: W ← W + η(⟨vhᵀ⟩_data − ⟨vhᵀ⟩_one step − λW), with momentum.
   *
   * @returns the squared error of the reconstruction, a mean over images of a sum over units; the caller disposes of it.
   */
  step(v: Tensor2D, { learningRate, momentum, weightDecay, seed }: ContrastiveStep): Scalar {
    return tidy(() => {
      const n = v.shape[0];
      const h = this.hidden(v);
      const drawn = this.#draw(h, seed);
      const back = matMul(drawn, this.weight as Tensor as Tensor2D, false, true);
      const v1 = sigmoid(add(back, this.visibleBias)) as Tensor2D;
      const h1 = this.hidden(v1);
      const correlation = mul(sub(matMul(v, h, true), matMul(v1, h1, true)), 1 / n);
      const directions = [
        sub(correlation, mul(this.weight, weightDecay)),
        mean(sub(v, v1), 0),
        mean(sub(h, h1), 0),
      ];
      for (const [i, target] of [this.weight, this.visibleBias, this.hiddenBias].entries()) {
        const velocity = this.#velocities[i]!;
        velocity.assign(add(mul(velocity, momentum), mul(directions[i]!, learningRate)));
        target.assign(add(target, velocity));
      }
      return mul(sum(square(sub(v, v1))), 1 / n) as Scalar;
    });
  }

  dispose(): void {
    for (const held of [this.weight, this.visibleBias, this.hiddenBias, ...this.#velocities]) held.dispose();
  }

  #draw(h: Tensor2D, seed: number): Tensor2D {
    const shape = h.shape;
    if (this.units === "gaussian") return add(h, philoxNormal(shape, { seed }));
    return cast(less(philoxUniform(shape, { seed }), h), "float32") as Tensor2D;
  }
}
