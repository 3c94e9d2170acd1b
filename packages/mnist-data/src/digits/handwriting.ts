import { type Letterform, letterforms, type Stroke } from "./letterforms.js";
import { bell, type RandomStream } from "./random-stream.js";

/** Straight pieces per span between two points of a letterform: about 2 pixels each at most. */
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

/** An empty path with room for every letterform (the longest makes 62 points). */
export function penPath(): PenPath {
  const room = 128;
  return {
    length: 0,
    x: new Float64Array(room),
    y: new Float64Array(room),
    radius: new Float64Array(room),
    down: new Uint8Array(room),
  };
}

/**
 * Writes a digit by a random hand into `path`: a letterform between its two extremes, drawn with an unsteady
 * hand and an uneven pen, then bent, stretched, slanted and turned as a whole. Uses + − × ÷ only.
 *
 * The amounts were chosen so that means and spreads of stroke width, slant and size, class by class, lie near
 * those of the MNIST training images.
 */
export function write(digit: number, random: RandomStream, path: PenPath): void {
  const style = pickStyle(letterforms(digit), random);
  path.length = 0;
  const trace = tracer(random, path);
  for (const [s, stroke] of style.from.entries()) trace(stroke, style.to[s]!);
  distort(random, path);
}

function pickStyle(styles: readonly Letterform[], random: RandomStream): Letterform {
  let left = random() * styles.reduce((sum, { weight }) => sum + weight, 0);
  return styles.find(({ weight }) => (left -= weight) < 0) ?? styles[0]!;
}

/** One writer with one pen: the returned function adds a stroke to the path. */
function tracer(random: RandomStream, path: PenPath): (from: Stroke, to: Stroke) => void {
  // Where between the extremes, a little beyond them included; the end of a stroke need not match its beginning.
  const mix = (): number => random() * 1.3 - 0.15;
  const mixBegin = mix();
  const mixEnd = 0.6 * mixBegin + 0.4 * mix();
  // Errors carry over from point to point (a first-order autoregression): a hand drifts, it does not jump.
  const unsteadiness = 1 + 6 * random();
  const unevenness = 0.3 * random();
  const thickness = random();
  const pen = 5.6 + 4 * thickness + 3 * thickness * thickness * thickness;

  return (from, to) => {
    let errorX = unsteadiness * bell(random);
    let errorY = unsteadiness * bell(random);
    let pressure = unevenness * bell(random);
    const x: number[] = [];
    const y: number[] = [];
    const radius: number[] = [];
    from.x.forEach((fromX, i) => {
      const fromY = from.y[i]!;
      const isCorner = i > 0 && fromX === from.x[i - 1] && fromY === from.y[i - 1];
      if (!isCorner) {
        errorX = 0.6 * errorX + unsteadiness * bell(random);
        errorY = 0.6 * errorY + unsteadiness * bell(random);
        pressure = 0.8 * pressure + unevenness * bell(random);
      }
      const t = mixBegin + (i / from.x.length) * (mixEnd - mixBegin);
      x.push(isCorner ? x[i - 1]! : fromX + t * (to.x[i]! - fromX) + errorX);
      y.push(isCorner ? y[i - 1]! : fromY + t * (to.y[i]! - fromY) + errorY);
      radius.push(pen * Math.max(0.3, 1 + pressure));
    });
    addCurve(path, x, y, radius);
  };
}

/** Adds the Catmull–Rom curve through the points as a polyline, the radius linear between them. */
function addCurve(path: PenPath, x: number[], y: number[], radius: number[]): void {
  const last = x.length - 1;
  for (let i = 0; i < last; i++) {
    const j = i + 1;
    if (x[i] === x[j] && y[i] === y[j]) continue; // a corner: the curve arrives and leaves, nothing between
    const before = Math.max(i - 1, 0);
    const after = Math.min(j + 1, last);
    for (let piece = i === 0 ? 0 : 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      const n = path.length++;
      path.x[n] = catmullRom(x[before]!, x[i]!, x[j]!, x[after]!, t);
      path.y[n] = catmullRom(y[before]!, y[i]!, y[j]!, y[after]!, t);
      path.radius[n] = radius[i]! + t * (radius[j]! - radius[i]!);
      path.down[n] = piece === 0 ? 1 : 0;
    }
  }
}

/** Uniform Catmull–Rom: passes through p₁ (t = 0) and p₂ (t = 1) with the slopes (p₂ − p₀)/2 and (p₃ − p₁)/2. */
function catmullRom(p0: number, p1: number, p2: number, p3: number, t: number): number {
  return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}

/**
 * Moves the points of a path by a random smooth map of the plane: u ↦ u + quadratic and cubic terms (the elastic
 * distortion: it bends lines and swells one half at the cost of the other), then aspect, slant and a small turn.
 */
function distort(random: RandomStream, path: PenPath): void {
  const bendX = Array.from({ length: 7 }, () => 0.13 * bell(random));
  const bendY = Array.from({ length: 7 }, () => 0.13 * bell(random));
  const aspect = 1.08 + 0.16 * bell(random);
  const slant = 0.12 + 0.18 * bell(random);
  const turn = 0.08 * bell(random);
  for (let i = 0; i < path.length; i++) {
    const u = path.x[i]! / 50 - 0.56; // about [−1, 1]: the letterforms are centred near (28, 50)
    const v = path.y[i]! / 50 - 1;
    const y = v + bend(bendY, u, v);
    const x = aspect * (u + bend(bendX, u, v)) - slant * y;
    path.x[i] = 50 * (x - turn * y);
    path.y[i] = 50 * (y + turn * x);
  }
}

function bend(c: number[], u: number, v: number): number {
  const quadratic = c[0]! * u * u + c[1]! * u * v + c[2]! * v * v;
  const cubic = c[3]! * u * u * u + c[4]! * u * u * v + c[5]! * u * v * v + c[6]! * v * v * v;
  return quadratic + 0.7 * cubic;
}
