/** Data, initial weights and rate of a Hebbian run worked by hand. */
export interface WorkedHebb {
  readonly points: readonly (readonly number[])[];
  readonly initial: readonly number[];
  readonly learningRate: number;
}

/** The six points of lectures 17 and 18: three in the upper half of the plane, then three in the lower. */
export const sixPoints: WorkedHebb["points"] = [
  [1, 1],
  [0.9, 1],
  [1, 1.1],
  [1, -1],
  [1.1, -1],
  [1, -1.1],
];

/**
 * The Hebbian run of lectures 17 and 18: one neuron with output sgn(wᵀx), η = 1, from w(1) = (0.1, 0.1), which puts x₅ on
 * the side of x₁. One epoch passes through (1.1, 1.1), (2, 2.1), (3, 3.2), (2, 4.2), (0.9, 5.2) to w(7) = (−0.1, 6.3),
 * which tells the upper three from the lower three.
 *
 * The lecture writes sgn(x₅ᵀw(4)) and sgn(x₆ᵀw(4)) where it means w(5) and w(6). It is no matter of taste: x₅ᵀw(4) = 0.1
 * is positive, x₅ᵀw(5) = −2 is what gives the printed −1.
 */
export const sixPointHebb: WorkedHebb = { points: sixPoints, initial: [0.1, 0.1], learningRate: 1 };
