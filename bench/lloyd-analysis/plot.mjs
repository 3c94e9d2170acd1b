/** The rules that have a learning rate are curves over it, those that have none level lines, the package's advice dots. */
export const series = [
  { rule: "idealised", label: "idealised step", color: "#4269d0" },
  { rule: "hard", label: "hard step", color: "#ff725c" },
  { rule: "soft", label: "literal soft step", color: "#3ca951" },
  { rule: "annealedIdealised", label: "idealised, η → 0", color: "#97bbf5", dash: "4 2" },
  { rule: "annealedHard", label: "hard, η → 0", color: "#ffb9a8", dash: "4 2" },
  { rule: "cumulative", label: "1/count so far", color: "#9c6b4e", level: true },
  { rule: "adaptive", label: "√(b_k/b)", color: "#a463f2", level: true },
  { rule: "recommended", label: "recommendEta", color: "#222", marker: "#222" },
  { rule: "recommendedAnnealed", label: "… annealed", color: "#222", marker: "#fff" },
];

export const figures = [
  {
    title:
      "Started at Lloyd's fixed point, after one epoch: bias² + variance of the centres, in σ² of a point",
    from: "lloyd",
    key: "error",
    range: [-5, 2],
  },
  {
    title:
      "Started at one image of each digit, after one epoch (ten at b = N): inertia over Lloyd's − 1 (lower edge: Lloyd's or better)",
    from: "images",
    key: "excess",
    range: [-4, 1],
  },
];

const panel = { width: 150, height: 120, gap: 14 };
const left = 96;
const top = 74;
const [etaFrom, etaTo] = [0.0025, 6];

/**
 * Small multiples: a row for each data set, a column for each batch size, both axes logarithmic.
 *
 * @param {{title: string, from: string, key: "error" | "excess", range: [number, number]}} figure the start, the quantity
 *   drawn, and the powers of ten it is drawn between; values outside are clamped to the edge.
 */
export function plot({ sets }, { title, from, key, range: [low, high] }) {
  const batchSizes = [...new Set(sets.flatMap(({ cells }) => cells.map(({ b }) => b)))].sort((x, y) => x - y);
  const width = left + batchSizes.length * (panel.width + panel.gap);
  const height = top + sets.length * (panel.height + panel.gap) + 40;
  const x = (eta) => (Math.log(eta / etaFrom) / Math.log(etaTo / etaFrom)) * panel.width;
  const y = (value) => {
    const power = Math.log10(Math.max(value, 1e-300));
    return (1 - (Math.min(Math.max(power, low), high) - low) / (high - low)) * panel.height;
  };
  const parts = [];
  const text = (tx, ty, content, more = "") =>
    parts.push(`<text x="${tx}" y="${ty}" ${more}>${content}</text>`);
  const path = (d, color, more = "") => parts.push(`<path d="${d}" fill="none" stroke="${color}" ${more}/>`);

  const circle = (cx, cy, color, fill) =>
    parts.push(`<circle cx="${cx}" cy="${cy}" r="3.5" stroke="${color}" fill="${fill}"/>`);

  text(12, 22, title, 'font-size="14"');
  series.forEach(({ label, color, dash = "", marker }, i) => {
    const lx = 12 + i * 118;
    if (marker) circle(lx + 9, 42, color, marker);
    else path(`M${lx} 42h18`, color, `stroke-width="2" stroke-dasharray="${dash}"`);
    text(lx + 23, 46, label);
  });
  sets.forEach(({ name, n, cells }, row) => {
    const oy = top + row * (panel.height + panel.gap);
    text(12, oy + 16, name, 'font-weight="bold"');
    batchSizes.forEach((b, column) => {
      const ox = left + column * (panel.width + panel.gap);
      if (row === 0)
        text(ox + panel.width / 2, top - 6, b === n ? `b = N = ${b}` : `b = ${b}`, 'text-anchor="middle"');
      parts.push(`<g transform="translate(${ox} ${oy})">`);
      for (let power = low; power <= high; power++) {
        path(`M0 ${y(10 ** power).toFixed(1)}H${panel.width}`, "#e4e4e4");
        if (column === 0)
          text(
            -6,
            (y(10 ** power) + 4).toFixed(1),
            `10<tspan dy="-4" font-size="8">${power}</tspan>`,
            'text-anchor="end"',
          );
      }
      for (const eta of [0.01, 0.1, 1]) {
        path(`M${x(eta).toFixed(1)} 0V${panel.height}`, "#e4e4e4");
        if (row === sets.length - 1) text(x(eta).toFixed(1), panel.height + 14, eta, 'text-anchor="middle"');
      }
      parts.push(`<rect width="${panel.width}" height="${panel.height}" fill="none" stroke="#bbb"/>`);
      const shown = cells.filter(
        (cell) => cell.b === b && cell.from === from && cell.epochs !== 5 && Number.isFinite(cell[key]),
      );
      for (const { rule, color, dash = "", level, marker } of series) {
        const curve = shown.filter((cell) => cell.rule === rule).sort((p, q) => p.eta - q.eta);
        if (curve.length === 0) continue;
        if (marker) circle(x(curve[0].eta).toFixed(1), y(curve[0][key]).toFixed(1), color, marker);
        else if (level) path(`M0 ${y(curve[0][key]).toFixed(1)}H${panel.width}`, color, 'stroke-width="1.5"');
        else {
          const points = curve.map((cell) => `${x(cell.eta).toFixed(1)} ${y(cell[key]).toFixed(1)}`);
          path(
            `M${points.join("L")}`,
            color,
            `stroke-width="2" stroke-linejoin="round" stroke-dasharray="${dash}"`,
          );
        }
      }
      parts.push("</g>");
    });
  });
  text(
    left + (width - left) / 2,
    height - 6,
    "learning rate η (loss averaged over the batch)",
    'text-anchor="middle"',
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11" fill="#222"><title>${title}</title><rect width="100%" height="100%" fill="#fff"/>${parts.join("\n")}</svg>\n`;
}
