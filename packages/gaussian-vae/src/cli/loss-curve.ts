import type { EpochReport } from "../fit.js";

const size = { width: 640, height: 260, left: 60, right: 16, top: 16, bottom: 36 };
const ticks = 5;

/** The loss of each epoch as SVG: a line for the training set, and dots for the test set where it was measured. */
export function lossCurve(history: readonly EpochReport[]): string {
  const { width, height, left, right, top, bottom } = size;
  const tests = history.flatMap(({ epoch, validation }) =>
    validation ? [{ epoch, loss: validation.loss }] : [],
  );
  const losses = [...history, ...tests].map(({ loss }) => loss);
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const epochs = history.length;
  const x = (epoch: number): string =>
    (left + ((width - left - right) * (epoch - 1)) / Math.max(1, epochs - 1)).toFixed(1);
  const y = (loss: number): string =>
    (top + (height - top - bottom) * (most > least ? (most - loss) / (most - least) : 0.5)).toFixed(1);
  const levels = Array.from({ length: ticks }, (_, i) => least + ((most - least) * i) / (ticks - 1));
  const grid = levels.map(
    (loss) =>
      `<path d="M${left} ${y(loss)}H${width - right}" stroke="#ddd"/>` +
      `<text x="${left - 8}" y="${y(loss)}" dy="4" text-anchor="end">${loss.toFixed(4)}</text>`,
  );
  const everyth = Math.ceil(epochs / 12);
  const names = history
    .filter(({ epoch }) => (epoch - 1) % everyth === 0)
    .map(({ epoch }) => `<text x="${x(epoch)}" y="${height - 14}" text-anchor="middle">${epoch}</text>`);
  const line = history.map(({ epoch, loss }) => `${x(epoch)},${y(loss)}`).join(" ");
  const dots = tests.map(
    ({ epoch, loss }) => `<circle cx="${x(epoch)}" cy="${y(loss)}" r="3.5" fill="#d1622b"/>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" role="img">` +
    `<title>Loss of ${epochs} epochs</title><rect width="100%" height="100%" fill="#fff"/>` +
    `${grid.join("")}${names.join("")}` +
    `<polyline points="${line}" fill="none" stroke="#2f6fdf" stroke-width="1.5"/>${dots.join("")}</svg>`
  );
}
