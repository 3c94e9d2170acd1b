/** The three curves as they are named and coloured in every drawing. */
export const series = [
  { key: "bias2", label: "bias²", color: 0 },
  { key: "variance", label: "variance", color: 1 },
  { key: "error", label: "bias² + variance", color: "ink" },
] as const;
