/** Data and two initialisations of Lloyd's algorithm worked by hand. */
export interface WorkedLloyd {
  readonly points: readonly (readonly number[])[];
  readonly initial: readonly (readonly number[])[];
  readonly alternativeInitial: readonly (readonly number[])[];
}

/**
 * Mock final, question 1: four points, Lloyd's algorithm with k = 2 from the second and the third. The cells are
 * {x₁, x₂} and {x₃, x₄}, the centres move to ±(0.495, 1), and the next round changes nothing.
 *
 * From the means of the other pairs, (−0.505, 0) of {x₁, x₄} and (0.505, 0) of {x₂, x₃}, the cells are those pairs and
 * nothing moves at all: another fixed point, with the larger inertia, separated by the x₂ axis.
 */
export const mockQuestion1: WorkedLloyd = {
  points: [
    [-0.01, 1],
    [1, 1],
    [0.01, -1],
    [-1, -1],
  ],
  initial: [
    [1, 1],
    [0.01, -1],
  ],
  alternativeInitial: [
    [-0.505, 0],
    [0.505, 0],
  ],
};
