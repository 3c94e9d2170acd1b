import { checkKinds } from "@elbowjs/arguments";
import { arrow, dot, figure, text } from "@elbowjs/figures";
import type { UnrolledTrace } from "./unrolled-network.js";

const norm = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const shortest = (value: number): string => (value === 0 ? "0" : value.toPrecision(2));

/**
 * The unrolled network as a graph: letters below, states in the middle, outputs above, and on every edge the norm of the gradient
 * that comes back along it, ‖Vᵀ δ‖ from an output, ‖Wᵀ δ‖ from the next state, ‖δ‖ into a letter: an SVG string.
 */
export function unrolledFigure(trace: UnrolledTrace): string {
  const kinds = {
    letter: "string",
    target: "string",
    fromOutput: ["number"],
    fromNext: ["number"],
    delta: ["number"],
  } as const;
  checkKinds("unrolledFigure", { trace: [trace, { steps: [kinds] }] });
  const { steps } = trace;
  const times = steps.map((_, t) => t + 1);
  const later = times.slice(0, -1);
  return figure({
    title: "Backpropagation through time: gradient norms on the edges",
    subtitle: "arrows as the signal goes; the gradients come back along them",
    x: { label: "time t", domain: [0.5, steps.length + 0.5], ticks: Math.min(12, steps.length) },
    y: { categories: ["letter", "state", "output"], domain: [-0.6, 2.6] },
    height: 340,
    marks: [
      arrow({ x1: times, y1: times.map(() => 0.12), x2: times, y2: times.map(() => 0.88), color: "muted" }),
      arrow({ x1: times, y1: times.map(() => 1.12), x2: times, y2: times.map(() => 1.88), color: "muted" }),
      arrow({
        x1: later.map((t) => t + 0.08),
        y1: later.map(() => 1),
        x2: later.map((t) => t + 0.92),
        y2: later.map(() => 1),
        color: 0,
      }),
      dot({ x: times, y: times.map(() => 1), color: 0, radius: 6, symbol: "circle" }),
      text({ x: times, y: times.map(() => -0.15), text: steps.map(({ letter }) => letter) }),
      text({ x: times, y: times.map(() => 2.15), text: steps.map(({ target }) => target) }),
      text({
        x: times,
        y: times.map(() => 0.5),
        dx: 22,
        text: steps.map(({ delta }) => shortest(norm(delta))),
      }),
      text({
        x: times,
        y: times.map(() => 1.5),
        dx: 22,
        text: steps.map(({ fromOutput }) => shortest(norm(fromOutput))),
      }),
      text({
        x: later.map((t) => t + 0.5),
        y: later.map(() => 1),
        dy: -12,
        text: later.map((t) => shortest(norm(steps[t - 1]!.fromNext))),
      }),
    ],
  });
}
