/** What the conclusions are drawn from: selections of the measured cells, and Markdown tables of them. */

export const select = ({ cells }, wanted) =>
  cells.filter((cell) => Object.entries(wanted).every(([key, value]) => cell[key] === value));

/** The cell with the least `key` among those that stayed finite. */
export const best = (cells, key) =>
  cells.filter((cell) => Number.isFinite(cell[key])).sort((x, y) => x[key] - y[key])[0];

/** A fraction as a percentage of two or three digits; a run that did not stay finite has none. */
export const percent = (x) => {
  if (!Number.isFinite(x)) return "diverged";
  const value = 100 * x;
  return `${Math.abs(value) < 0.0005 ? "0" : Number(value.toPrecision(Math.abs(value) < 10 ? 2 : 3))}%`;
};

export const number = (x) => (Number.isFinite(x) ? String(Number(x.toPrecision(3))) : "diverged");

export function markdownTable(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
