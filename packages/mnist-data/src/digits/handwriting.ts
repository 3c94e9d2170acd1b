import { type Letterform, letterforms } from "./letterforms.js";
import { bell, type RandomStream } from "./random-stream.js";

/** Straight pieces per span between two control points. */
const PIECES = 5;

/** A drawn digit: the polyline of the pen, y downwards, in the units of the letterforms. */
export interface PenPath {
  /** Number of points. */
  length: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Radius of the pen's mark at the point. */
  readonly radius: Float64Array;
  /** 1 where the pen was put down: no line leads from the point before to this one. */
  readonly down: Uint8Array;
}

/** An empty path with room for every letterform. */
export function penPath(): PenPath {
  const room = 256;
  return {
    length: 0,
    x: new Float64Array(room),
    y: new Float64Array(room),
    radius: new Float64Array(room),
    down: new Uint8Array(room),
  };
}

function pickStyle(label: number, random: RandomStream): Letterform {
  const styles = letterforms(label);
  let left = random() * styles.reduce((sum, { weight }) => sum + weight, 0);
  for (const style of styles) if ((left -= style.weight) < 0) return style;
  return styles[0]!;
}

/**
 * Writes a digit by a random hand into `path`: a letterform between its two extremes, each control point
 * displaced, joined by Catmull–Rom curves, bent by a random cubic polynomial of the plane (the elastic
 * distortion), then stretched, slanted and rotated, with a pen whose width and pressure vary.
 * Uses + − × ÷ only.
 */
export function write(label: number, random: RandomStream, path: PenPath): void {
  const style = pickStyle(label, random);
  const mix0 = random() * 1.3 - 0.15;
  const mix1 = 0.6 * mix0 + 0.4 * (random() * 1.3 - 0.15);
  const jitter = 1 + 6 * random();

  const slant = 0.15 + 0.24 * bell(random);
  const turn = 0.14 * bell(random);
  const aspect = 1.08 + 0.16 * bell(random);
  const penWidth = random();
  const pen = 4.2 + 4 * penWidth + 4 * penWidth * penWidth * penWidth;
  const unevenness = 0.4 * random();
  const bends = Array.from({ length: 14 }, () => 0.18 * bell(random));

  let n = 0;
  style.from.forEach((from, s) => {
    const to = style.to[s]!;
    const points = from.x.length;
    const px: number[] = [];
    const py: number[] = [];
    let wobbleX = jitter * bell(random);
    let wobbleY = jitter * bell(random);
    let pressure = unevenness * bell(random);
    const pr: number[] = [];
    for (let i = 0; i < points; i++) {
      if (i > 0 && from.x[i] === from.x[i - 1] && from.y[i] === from.y[i - 1]) {
        px.push(px[i - 1]!);
        py.push(py[i - 1]!);
        pr.push(pr[i - 1]!);
        continue;
      }
      wobbleX = 0.6 * wobbleX + jitter * bell(random);
      wobbleY = 0.6 * wobbleY + jitter * bell(random);
      const mix = mix0 + (i / points) * (mix1 - mix0);
      px.push(from.x[i]! + mix * (to.x[i]! - from.x[i]!) + wobbleX);
      py.push(from.y[i]! + mix * (to.y[i]! - from.y[i]!) + wobbleY);
      pressure = 0.8 * pressure + unevenness * bell(random);
      pr.push(pen * Math.max(0.3, 1 + pressure));
    }
    for (let i = 0; i + 1 < points; i++) {
      const h = i > 0 ? i - 1 : 0;
      const j = i + 1;
      const k = j + 1 < points ? j + 1 : j;
      if (px[i] === px[j] && py[i] === py[j]) continue;
      for (let piece = i === 0 ? 0 : 1; piece <= PIECES; piece++) {
        const t = piece / PIECES;
        const x = catmullRom(px[h]!, px[i]!, px[j]!, px[k]!, t);
        const y = catmullRom(py[h]!, py[i]!, py[j]!, py[k]!, t);
        path.x[n] = x;
        path.y[n] = y;
        path.radius[n] = pr[i]! + t * (pr[j]! - pr[i]!);
        path.down[n] = piece === 0 ? 1 : 0;
        n++;
      }
    }
  });
  path.length = n;

  for (let i = 0; i < n; i++) {
    const u = (path.x[i]! - 28) / 50;
    const v = (path.y[i]! - 50) / 50;
    const [a, b, c, d, e, f, g, h, k, l, m, o, p, q] = bends as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const bx =
      u +
      a * u * u +
      b * u * v +
      c * v * v +
      0.7 * (d * u * u * u + e * u * u * v + f * u * v * v + g * v * v * v);
    const by =
      v +
      h * u * u +
      k * u * v +
      l * v * v +
      0.7 * (m * u * u * u + o * u * u * v + p * u * v * v + q * v * v * v);
    const x = bx * aspect - slant * by;
    path.x[i] = 50 * (x - turn * by);
    path.y[i] = 50 * (by + turn * x);
  }
}

/** Uniform Catmull–Rom: passes through p₁ (t = 0) and p₂ (t = 1). */
function catmullRom(p0: number, p1: number, p2: number, p3: number, t: number): number {
  return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}
