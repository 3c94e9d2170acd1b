import type { Stopwatch } from "../terminal/stopwatch.js";
import type { Facts } from "./section.js";

/** The parts of a run, by the names of its laps, and what each holds. */
const parts: Readonly<Record<string, string>> = {
  backend: "Starting the backend",
  open: "Opening the data",
  start: "First weights",
  epochs: "Epochs as printed, with their test losses",
  between: "Between epochs: checkpoints, pictures",
  measure: "Measures and pictures at the end",
};

const order = Object.keys(parts);

/** Where the seconds of a run went: its parts, which add up to the last line. */
export function timeFacts(clock: Stopwatch): Facts {
  const times = Object.entries(clock.parts).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const all = times.reduce((sum, [, seconds]) => sum + seconds, 0);
  return [
    ...times.map(([name, seconds]) => [parts[name] ?? name, `${seconds.toFixed(2)} s`] as const),
    ["All of it", `${all.toFixed(2)} s`],
  ];
}
