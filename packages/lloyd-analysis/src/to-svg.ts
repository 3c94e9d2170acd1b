import type { Curves } from "./curves.js";
import { series } from "./series.js";

/** The size of the drawing, in CSS pixels. */
export interface SvgOptions {
  readonly width?: number;
  readonly height?: number;
}

/**
 * The plot of the source as one self-contained SVG: bias², variance and their sum over η, with a logarithmic vertical axis,
 * and the two learning rates as vertical rules.
 *
 * @param options.width Default 640.
 * @param options.height Default 400.
 * @returns SVG markup, for a file or an element's innerHTML.
 * @throws RangeError if there are fewer than two points to draw, or width or height leaves no room for the axes.
 */
export function toSvg(
  { b, points, balanced, optimal }: Curves,
  { width = 640, height = 400 }: SvgOptions = {},
): string {
  if (points.length < 2)
    throw new RangeError(`toSvg: expected curves of at least 2 points, got ${points.length}`);
  if (!(width >= 200 && height >= 150 && width + height < Infinity)) {
    throw new RangeError(`toSvg: expected width ≥ 200 and height ≥ 150, got ${width} × ${height}`);
  }
  const margin = { top: 56, right: 16, bottom: 44, left: 60 };
  const etas = points.map((p) => p.eta);
  const left = Math.min(...etas);
  const right = Math.max(...etas);
  // Whole decades around the sum; the curve that falls far below it is clipped.
  const errors = points.map((p) => p.error);
  const bottom = Math.floor(Math.log10(Math.min(...errors))) - 1;
  const top = Math.max(Math.ceil(Math.log10(Math.max(...errors))), bottom + 1);
  const x = (eta: number) =>
    margin.left + ((eta - left) / (right - left)) * (width - margin.left - margin.right);
  const y = (value: number) =>
    margin.top + ((top - Math.log10(value)) / (top - bottom)) * (height - margin.top - margin.bottom);
  const at = (value: number) => +value.toFixed(1);
  const floor = height - margin.bottom;

  const decades = Array.from({ length: top - bottom + 1 }, (_, i) => bottom + i).map(
    (power) =>
      `<path d="M${margin.left} ${at(y(10 ** power))}H${width - margin.right}" stroke="#ddd"/>` +
      `<text x="${margin.left - 8}" y="${at(y(10 ** power) + 4)}" text-anchor="end">10<tspan dy="-4" font-size="9">${power}</tspan></text>`,
  );
  const step = 10 ** Math.floor(Math.log10(right - left));
  const ticks: string[] = [];
  for (let i = Math.ceil(left / step); i * step <= right * (1 + 1e-12); i++) {
    const tick = +(i * step).toPrecision(12);
    ticks.push(`<text x="${at(x(tick))}" y="${floor + 18}" text-anchor="middle">${tick}</text>`);
  }
  const lines = series.map(({ key, color }) => {
    const path = points.filter((p) => p[key] > 0).map((p) => `${at(x(p.eta))} ${at(y(p[key]))}`);
    return `<path d="M${path.join("L")}" fill="none" stroke="${color}" stroke-width="2" clip-path="url(#frame)"/>`;
  });
  const legend = series.map(
    ({ label, color }, i) =>
      `<path d="M${margin.left + i * 120} 40h16" stroke="${color}" stroke-width="2"/><text x="${margin.left + i * 120 + 22}" y="44">${label}</text>`,
  );
  const rules = [
    { name: "balance", eta: balanced.eta, dash: "2 3", anchor: "end", dx: -5 },
    { name: "least sum", eta: optimal.eta, dash: "6 3", anchor: "start", dx: 5 },
  ]
    .filter(({ eta }) => eta >= left && eta <= right)
    .map(
      ({ name, eta, dash, anchor, dx }) =>
        `<path d="M${at(x(eta))} ${margin.top}V${floor}" stroke="#888" stroke-dasharray="${dash}"/>` +
        `<text x="${at(x(eta) + dx)}" y="${margin.top + 12}" text-anchor="${anchor}">${name} η = ${eta.toFixed(3)}</text>`,
    );
  const title = `Mini-batch k-means, b = ${b}: which η approximates Lloyd best`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#222">` +
    `<title>${title}</title><rect width="100%" height="100%" fill="#fff"/>` +
    `<clipPath id="frame"><rect x="${margin.left}" y="${margin.top}" width="${width - margin.left - margin.right}" height="${floor - margin.top}"/></clipPath>` +
    `<text x="${margin.left}" y="22" font-size="14">${title}</text>` +
    [...legend, ...decades, ...ticks, ...rules, ...lines].join("") +
    `<text x="${(margin.left + width - margin.right) / 2}" y="${height - 8}" text-anchor="middle">learning rate η</text></svg>\n`
  );
}
