import { dot, figure, line } from "@elbowjs/figures";

export const names = {
  n: "samples n",
  k: "centres k",
  d: "features d",
  b: "batch b",
  h: "width h",
  t: "length t",
  heads: "heads",
  threads: "threads",
};
const byScikitLearn = ["lloyd", "mini-batch"];
export const peerOf = (method) => (byScikitLearn.includes(method) ? "scikit-learn" : "PyTorch");

/** What is drawn of a curve: memory only where it may grow. */
export const quantities = (by) =>
  ["threads", "heads"].includes(by) ? ["seconds"] : ["seconds", "megabytes"];

export const pictureName = ({ name, method, by }, quantity) =>
  `${name ?? `${method}-${by}`}${quantity === "seconds" ? "" : "-memory"}.svg`;

/** The curve and its peer's; of the time the line of the work too, through the middle point. */
export function picture({ method, unit, by, points, exponent }, quantity) {
  const x = points.map(({ at }) => at);
  const y = points.map(({ elbow }) => elbow[quantity]);
  const paired = points.filter(({ peer }) => peer !== undefined);
  const middle = points[points.length >> 1];
  const scale = middle.elbow.seconds / middle.work;
  const work = line({
    name: "the work",
    x,
    y: points.map((point) => scale * point.work),
    dash: "dashed",
    color: "muted",
  });
  const peer = line({
    name: peerOf(method),
    x: paired.map(({ at }) => at),
    y: paired.map(({ peer }) => peer[quantity]),
    color: 1,
  });
  return figure({
    title: quantity === "seconds" ? `Time of ${unit}` : `Peak memory of a process that measures ${unit}`,
    subtitle:
      quantity === "seconds"
        ? `seconds ~ ${by}^${exponent.toFixed(2)}; dashed: proportional to the multiply-adds`
        : "resident, the runtime and the data included",
    x: { label: names[by], type: "log" },
    y: { label: quantity, type: "log" },
    marks: [
      ...(quantity === "seconds" ? [work] : []),
      line({ name: "Elbow", x, y, color: 0 }),
      dot({ x, y, color: 0 }),
      ...(paired.length > 1 ? [peer] : []),
    ],
  });
}
