import { checkKinds, checkShape } from "@elbowjs/arguments";
import { type DataMatrix, dataMatrix, rowsOf } from "../data-matrix.js";

/** A layer of neurons whose winner is the nearest centre. */
export interface CentreNeurons {
  /** 2c_i, k×d as rows. */
  readonly weights: readonly Float64Array[];
  /** −‖c_i‖², k numbers. */
  readonly bias: Float64Array;
}

/** One epoch of batch competitive learning. */
export interface BatchCompetitiveStep {
  /** For each point the 0-based neuron with the largest induced field. */
  readonly winners: number[];
  /** The neurons after the epoch. */
  readonly neurons: CentreNeurons;
  /** Their centres, half the weights, k×d as rows. */
  readonly centres: Float64Array[];
}

/**
 * Neurons with weights 2c and bias −‖c‖²: their induced field 2cᵀx − ‖c‖² is ‖x‖² − ‖x − c‖², largest for the nearest c.
 *
 * @param centres k×d, one row per centre.
 */
export function centreNeurons(centres: DataMatrix): CentreNeurons {
  const rows = rowsOf(dataMatrix(centres, "centreNeurons", "centres"));
  return {
    weights: rows.map((c) => c.map((value) => 2 * value)),
    bias: Float64Array.from(rows, (c) => -c.reduce((total, value) => total + value * value, 0)),
  };
}

/**
 * Lectures 17 and 18, section 4: show all points, record the winners, and at the end of the epoch give each neuron the
 * weights 2m and the bias −‖m‖² of the mean m of the points it won. That is one round of Lloyd's algorithm; a neuron that
 * won nothing keeps what it has. Ties go to the first.
 *
 * @param neurons See {@link centreNeurons}.
 * @param points n×d, one row per point.
 * @throws RangeError if the shapes do not fit together or a number is not finite.
 */
export function batchCompetitiveStep(neurons: CentreNeurons, points: DataMatrix): BatchCompetitiveStep {
  checkKinds("batchCompetitiveStep", { neurons: [neurons, { weights: "rows", bias: "numbers" }] });
  const rows = rowsOf(dataMatrix(points, "batchCompetitiveStep", "points"));
  const w = dataMatrix(neurons.weights, "batchCompetitiveStep", "weights");
  checkShape("batchCompetitiveStep", "weights", [w.rows, w.columns], ["k", rows[0]!.length]);
  checkShape("batchCompetitiveStep", "bias", [neurons.bias.length], [w.rows]);
  const weights = rowsOf(w);
  const winners = rows.map((x) => {
    const fields = weights.map((wi, i) =>
      wi.reduce((total, value, j) => total + value * x[j]!, neurons.bias[i]!),
    );
    return fields.indexOf(Math.max(...fields));
  });
  const centres = weights.map((wi, i) => {
    const won = rows.filter((_, n) => winners[n] === i);
    if (won.length === 0) return wi.map((value) => value / 2);
    return wi.map((_, j) => won.reduce((total, x) => total + x[j]!, 0) / won.length);
  });
  return { winners, neurons: centreNeurons(centres), centres };
}
