import type { ContourLine, Frame, PathPoint } from "./plane.js";

/** One optimiser's way so far. */
export interface Runner {
  readonly name: string;
  /** As CSS has it. */
  readonly color: string;
  readonly path: readonly PathPoint[];
}

/** What a picture of the race shows. */
export interface RacePicture {
  readonly frame: Frame;
  readonly contour: readonly ContourLine[];
  readonly minimum: readonly [number, number];
  readonly runners: readonly Runner[];
  /** Written above the picture: the step. */
  readonly title: string;
  readonly ink: string;
  readonly paper: string;
  /** A point to be named. */
  readonly hovered?: { readonly x: number; readonly y: number; readonly text: string } | undefined;
}

/** Room for the axes. */
const margin = { left: 34, right: 12, top: 12, bottom: 24 } as const;

/** Where a point of the plane lies in a picture of this size. */
export function racePlace({ x, y }: Frame, width: number, height: number) {
  const across = (width - margin.left - margin.right) / (x[1] - x[0]);
  const up = (height - margin.top - margin.bottom) / (y[1] - y[0]);
  return {
    toX: (value: number): number => margin.left + (value - x[0]) * across,
    toY: (value: number): number => height - margin.bottom - (value - y[0]) * up,
    fromX: (px: number): number => x[0] + (px - margin.left) / across,
    fromY: (py: number): number => y[0] + (height - margin.bottom - py) / up,
  };
}

/** Draws contour lines, ways, and a labelled dot at the end of each. Lengths are CSS pixels: scale the context before. */
export function drawRace(
  context: CanvasRenderingContext2D,
  picture: RacePicture,
  width: number,
  height: number,
): void {
  const { frame, contour, minimum, runners, ink, paper } = picture;
  const { toX, toY } = racePlace(frame, width, height);
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  context.font = "12px system-ui, sans-serif";
  drawAxes(context, picture, width, height);
  context.save();
  context.beginPath();
  context.rect(
    margin.left,
    margin.top,
    width - margin.left - margin.right,
    height - margin.top - margin.bottom,
  );
  context.clip();
  context.lineJoin = "round";
  context.strokeStyle = ink;
  for (const { height: level, points } of contour) {
    context.globalAlpha = 0.5 - 0.3 * level;
    trace(
      context,
      points.map(([x, y]) => [toX(x), toY(y)] as const),
    );
  }
  context.globalAlpha = 1;
  for (const { color, path } of runners) {
    context.strokeStyle = color;
    context.lineWidth = 2;
    trace(
      context,
      path.map(({ x, y }) => [toX(x), toY(y)] as const),
    );
  }
  cross(context, toX(minimum[0]), toY(minimum[1]), ink);
  context.restore();
  drawDots(context, picture, width, height);
  const { hovered } = picture;
  if (hovered !== undefined)
    label(context, hovered.text, toX(hovered.x), toY(hovered.y) - 16, ink, paper, width);
}

function trace(context: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  context.beginPath();
  // Beyond this a browser has no numbers for a place, and nothing is seen of it anyway.
  for (const [x, y] of points) if (Math.abs(x) < 1e5 && Math.abs(y) < 1e5) context.lineTo(x, y);
  context.stroke();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, ink: string): void {
  context.strokeStyle = ink;
  context.lineWidth = 2.5;
  context.beginPath();
  for (const [dx, dy] of [
    [-5, -5],
    [5, 5],
    [-5, 5],
    [5, -5],
  ] as const)
    if (dx < 0) context.moveTo(x + dx, y + dy);
    else context.lineTo(x + dx, y + dy);
  context.stroke();
  context.lineWidth = 1;
}

function drawAxes(
  context: CanvasRenderingContext2D,
  { frame, ink, title }: RacePicture,
  width: number,
  height: number,
): void {
  const { toX, toY } = racePlace(frame, width, height);
  context.fillStyle = ink;
  context.textBaseline = "middle";
  for (let x = Math.ceil(frame.x[0]); x <= frame.x[1]; x++) {
    context.textAlign = "center";
    context.fillText(String(x), toX(x), height - margin.bottom + 12);
  }
  for (let y = Math.ceil(frame.y[0]); y <= frame.y[1]; y++) {
    context.textAlign = "right";
    context.fillText(String(y), margin.left - 8, toY(y));
  }
  context.textAlign = "right";
  context.fillText(`w₁ →   ${title}`, width - margin.right, margin.top - 4 + 6);
}

/** Labels keep 14 pixels apart, so that each can be read where several have arrived. */
function drawDots(
  context: CanvasRenderingContext2D,
  { frame, runners, paper, ink }: RacePicture,
  width: number,
  height: number,
): void {
  const { toX, toY } = racePlace(frame, width, height);
  const ends = runners
    .flatMap(({ name, color, path }) => {
      const end = path.at(-1);
      return end === undefined ? [] : [{ name, color, x: toX(end.x), y: toY(end.y) }];
    })
    .filter(({ x, y }) => x > margin.left && x < width - margin.right && y > 0 && y < height - margin.bottom)
    .sort((a, b) => a.y - b.y);
  for (const { color, x, y } of ends) {
    context.beginPath();
    context.arc(x, y, 5.5, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = paper;
    context.stroke();
  }
  let lowest = -Infinity;
  for (const { name, color, x, y } of ends) {
    const at = Math.max(y, lowest + 15);
    lowest = at;
    label(context, name, x + 10, at, ink, paper, width, color);
  }
}

function label(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  ink: string,
  paper: string,
  width: number,
  key?: string,
): void {
  const room = context.measureText(text).width + 4;
  const left = Math.min(x, width - room - 8);
  context.textAlign = "left";
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.strokeText(text, left, y);
  context.fillStyle = ink;
  context.fillText(text, left, y);
  if (key === undefined) return;
  context.fillStyle = key;
  context.fillRect(left, y + 6.5, room - 4, 2);
}
