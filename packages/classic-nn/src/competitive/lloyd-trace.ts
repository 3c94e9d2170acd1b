import { checkChoices, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type DataMatrix, dataMatrix, rowsOf } from "../data-matrix.js";
import { type TieRule, winnerOf } from "./winner.js";

/** One round of Lloyd's algorithm: assign every point, then move every centroid. */
export interface LloydStep {
  /** k×d, the centroids that the points were assigned to. */
  readonly centroids: Float64Array[];
  /** For each point the 0-based centroid it belongs to. */
  readonly assignment: number[];
  /** Points that are equally far from several centroids. */
  readonly tied: number[];
  /** Σ ‖x − c(x)‖² after the assignment. */
  readonly inertia: number;
  /** k×d, the mean of each cell; a cell without points keeps its centroid. */
  readonly moved: Float64Array[];
  /** Cells without points. */
  readonly empty: number[];
}

/** A whole run of Lloyd's algorithm. */
export interface LloydTrace {
  /** n×d, as rows. */
  readonly points: Float64Array[];
  readonly steps: LloydStep[];
  /** k×d, as rows. */
  readonly centroids: Float64Array[];
  /** Whether the last round left every centroid where it was. */
  readonly converged: boolean;
}

/**
 * Lloyd's algorithm step by step: assign each point to its nearest centroid, move each centroid to the mean of its
 * points, until nothing moves. Neither half can raise the inertia, and there are finitely many assignments, so it ends.
 *
 * @param points n×d, one row per point.
 * @param initial k×d, one row a centroid.
 * @param options `ties`: who gets a point in the middle, default `"first"`; `maxSteps`: integer ≥ 1, default 100.
 * @throws RangeError if shapes differ, a number is not finite or maxSteps is not an integer ≥ 1.
 * @see S. P. Lloyd, Least squares quantization in PCM (1982); ECE/CS 559, lecture 18.
 */
export function lloydTrace(
  points: DataMatrix,
  initial: DataMatrix,
  options: { readonly ties?: TieRule; readonly maxSteps?: number } = {},
): LloydTrace {
  checkOptions("lloydTrace", options, ["ties", "maxSteps"]);
  const { ties = "first", maxSteps = 100 } = options;
  const x = dataMatrix(points, "lloydTrace", "points");
  const start = dataMatrix(initial, "lloydTrace", "initial");
  if (x.columns !== start.columns)
    throw new RangeError(
      `lloydTrace: expected initial of shape [k, ${x.columns}] to match points [${x.rows}, ${x.columns}], got [${start.rows}, ${start.columns}]`,
    );
  checkNumbers("lloydTrace", { maxSteps: [maxSteps, "integer ≥ 1"] });
  checkChoices("lloydTrace", { ties: [ties, ["first", "last"]] });
  const rows = rowsOf(x);
  let centroids: Float64Array[] = rowsOf(start);
  const steps: LloydStep[] = [];
  let converged = false;
  while (!converged && steps.length < maxSteps) {
    const step = lloydStep(rows, centroids, ties);
    steps.push(step);
    converged = step.moved.every((row, j) => row.every((value, i) => value === centroids[j]![i]));
    centroids = step.moved;
  }
  return { points: rows, steps, centroids, converged };
}

function lloydStep(rows: readonly Float64Array[], centroids: Float64Array[], ties: TieRule): LloydStep {
  const found = rows.map((row) => winnerOf(centroids, row, "distance", ties));
  const assignment = found.map(({ winner }) => winner);
  const empty: number[] = [];
  const moved = centroids.map((centroid, j) => {
    const cell = rows.filter((_, n) => assignment[n] === j);
    if (cell.length === 0) {
      empty.push(j);
      return centroid;
    }
    return centroid.map((_, i) => cell.reduce((total, row) => total + row[i]!, 0) / cell.length);
  });
  return {
    centroids,
    assignment,
    tied: found.flatMap(({ best }, n) => (best.length > 1 ? [n] : [])),
    inertia: found.reduce((total, { scores, winner }) => total + scores[winner]!, 0),
    moved,
    empty,
  };
}
