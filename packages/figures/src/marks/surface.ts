import { checkKinds, checkShape } from "@elbowjs/arguments";

/** A sampled surface: `values[j][i]` is its height at (x[i], y[j]). */
export interface Surface {
  /** Strictly rising. */
  readonly x: ArrayLike<number>;
  /** Strictly rising. */
  readonly y: ArrayLike<number>;
  readonly values: ArrayLike<ArrayLike<number>>;
}

/** Refuses heights that do not fit their grid. */
export function checkSurface(caller: string, surface: Surface): void {
  checkKinds(caller, { surface: [surface, { x: "numbers", y: "numbers", values: "rows" }] });
  const { x, y, values } = surface;
  const widths = Array.from(values, (row) => row.length);
  const width = widths.find((length) => length !== x.length) ?? x.length;
  checkShape(caller, "values", [values.length, width], [y.length, x.length]);
}
