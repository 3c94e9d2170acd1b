import { names, peerOf, pictureName, quantities } from "./picture.mjs";
import { exponent } from "./plan.mjs";

/** The page of results: per method a table of its curves, then their pictures. */
export function page({ machine, date, results }) {
  const methods = [...new Set(results.map(({ method }) => method))];
  return `# How cost grows

Made by \`npm run bench -- scaling\` on ${date}, ${machine}. Each point is a process of its own, ours and then the peer's, the least of
several runs; the numbers are in [scaling.json](scaling.json). An exponent p means that time grows as the p-th power; beside it stands that
of the multiply-adds. Where the first is smaller, what does not grow (a call, a pass over the data) is still seen at the small end.

The rows of the clusterings are bytes without structure, a fifth of them zero, on which bounds save little: the worst case. There
scikit-learn and PyTorch multiply with AVX-512 on two threads; WebAssembly has vectors of four, and Lloyd's algorithm and the k-means
network use one. On digits, four fifths zero and in clusters, they take a quarter to a fifth of the others' time: see kmeans-nn's results.

${methods.map((method) => section(results.filter((curve) => curve.method === method))).join("\n")}`;
}

function section(curves) {
  const [{ method, unit, base }] = curves;
  const middle = Object.entries(base).map(([name, value]) => `${name} = ${value}`);
  const rows = curves.map((curve) => {
    const { by, points } = curve;
    const other = Object.entries(curve.base).filter(
      ([name, value]) => !["iterations", "runs", by].includes(name) && value !== base[name],
    );
    const aside = other.map(([name, value]) => ` (${name} = ${value})`).join("");
    const at = points.map((point) => point.at);
    const ratio = ({ elbow, peer }) =>
      peer === undefined ? "–" : (elbow.seconds / peer.seconds).toPrecision(2);
    const ends = [points[0], points.at(-1)];
    return [
      `${names[by]}${aside}: ${at.join(", ")}`,
      curve.exponent.toFixed(2),
      exponent(
        at,
        points.map(({ work }) => work),
      ).toFixed(2),
      ends.map(({ elbow }) => time(elbow.seconds)).join(" … "),
      points.map(ratio).join(", "),
      ends.map(({ elbow }) => elbow.megabytes).join(" … "),
    ];
  });
  const head = ["what grows", "p", "of the work", "time", `times ${peerOf(method)}'s, point by point`, "MB"];
  const table = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const pictures = curves.flatMap((curve) =>
    quantities(curve.by).map(
      (quantity) =>
        `![${quantity === "seconds" ? "Time" : "Memory"} of ${curve.unit} against ${names[curve.by]}](${pictureName(curve, quantity)})`,
    ),
  );
  return `## ${unit[0].toUpperCase()}${unit.slice(1)}

In the middle: ${middle.join(", ")}.

${table}

${pictures.join("\n\n")}
`;
}

function time(seconds) {
  return seconds < 1 ? `${(1000 * seconds).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}
