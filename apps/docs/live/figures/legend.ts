/** How a line or a dot of a plot is named. */
export interface LegendEntry {
  readonly name: string;
  /** A CSS colour; may be a variable of the page. */
  readonly color: string;
  /** Default "line". */
  readonly mark?: "line" | "dot" | "ring" | undefined;
}
