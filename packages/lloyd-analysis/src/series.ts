/** The three curves as they are named and coloured in every drawing. */
export const series = [
  { key: "bias2", label: "bias²", color: "#4269d0" },
  { key: "variance", label: "variance", color: "#ff725c" },
  { key: "error", label: "bias² + variance", color: "#3b3b3b" },
] as const;
