import type { PlotOptions } from "@observablehq/plot";
import type { KMeansSettings } from "./k-means-settings.js";
import type { LossPoint } from "./use-k-means.js";

/** A run as its curve shows it. */
export interface ShownRun {
  readonly name: string;
  readonly points: readonly LossPoint[];
}

/** About 600 points are all a screen can show: each is the mean of as many steps as needed. */
export function thinned(losses: readonly LossPoint[]): LossPoint[] {
  const width = Math.max(1, Math.ceil(losses.length / 600));
  const means: LossPoint[] = [];
  for (let i = 0; i + width <= losses.length; i += width) {
    const part = losses.slice(i, i + width);
    means.push({ step: part.at(-1)!.step, loss: part.reduce((sum, point) => sum + point.loss, 0) / width });
  }
  return means;
}

/** What tells a run from others, in few words. */
export function runName({ learningRate, k, gradient, temperature, init }: KMeansSettings): string {
  return [
    `η ${learningRate}`,
    ...(k === 10 ? [] : [`k ${k}`]),
    ...(gradient === "soft" ? [`soft ${temperature}`] : []),
    ...(init === "uniform" ? ["noise"] : []),
  ].join(", ");
}

/** The curves of the last runs, the one under way in front. */
export const lossPlot =
  (runs: readonly ShownRun[], steps: number) =>
  (Plot: typeof import("@observablehq/plot"), width: number): PlotOptions => {
    const shown = runs.filter(({ points }) => points.length > 0);
    const now = runs.at(-1)!;
    const last = Math.max(steps, ...shown.map(({ points }) => points.at(-1)!.step));
    return {
      height: Math.min(220, Math.max(160, width * 0.3)),
      x: { domain: [0, last], label: "step", ticks: 5 },
      y: { grid: true, label: "loss of a batch", nice: true, ticks: 5, tickFormat: ".3~g" },
      marginLeft: 48,
      marginRight: shown.length > 1 ? 90 : 20,
      marks: [
        ...shown.map((run) =>
          Plot.lineY(run.points, {
            x: "step",
            y: "loss",
            stroke: run === now ? "var(--vp-c-brand-1)" : "currentColor",
            strokeOpacity: run === now ? 1 : 0.35,
            strokeWidth: 1.5,
            clip: true,
          }),
        ),
        ...(shown.length > 1
          ? [
              Plot.text(
                shown.map(({ name, points }) => ({ name, ...points.at(-1)! })),
                { x: "step", y: "loss", text: "name", textAnchor: "start", dx: 4 },
              ),
            ]
          : []),
        Plot.tip(now.points, Plot.pointerX({ x: "step", y: "loss" })),
      ],
    };
  };
