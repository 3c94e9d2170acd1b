import { say } from "./command.js";

const isTerminal = process.stderr.isTTY === true;

/** Shows how far a training is, on stderr: a line an epoch, and on a terminal also the part of it that is done. */
export function epochProgress(epochs: number): {
  /** @param share of the run, in [0, 1]. */
  step(share: number, loss: number): void;
  epoch(epoch: number, loss: number, seconds: number): void;
} {
  let shown = -1;
  return {
    step(share, loss) {
      const percent = Math.floor(100 * share);
      if (!isTerminal || percent === shown) return;
      shown = percent;
      process.stderr.write(`\r${String(percent).padStart(3)}%  loss ${loss.toFixed(5)} `);
    },
    epoch(epoch, loss, seconds) {
      const start = isTerminal ? "\r" : "";
      say(`${start}Epoch ${epoch}/${epochs}  loss ${loss.toFixed(5)}  ${seconds.toFixed(1)} s`);
    },
  };
}
