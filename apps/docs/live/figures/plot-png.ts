import { canvasToPng } from "../save-file.js";
import type { LegendEntry } from "./legend.js";

/** What the page's style sheet may say of a drawing: outside of the page each element has to say it itself. */
const drawn = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "color",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant",
  "text-anchor",
  "paint-order",
  "visibility",
] as const;

/** Room around the drawing, and the height of a line of its heading, in CSS pixels. */
const margin = 16;
const row = 22;

/**
 * A plot of the page as a PNG, twice its size, on the page's background: title, legend, and the drawing with the colours
 * that it has on the page.
 */
export async function plotToPng(
  svg: SVGSVGElement,
  title: string,
  legend: readonly LegendEntry[],
): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(selfContained(svg, width, height))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const style = getComputedStyle(svg);
  const context = canvas.getContext("2d")!;
  const font = (weight: number, size: number): string => `${weight} ${size}px ${style.fontFamily}`;
  context.font = font(400, 13);
  const lines = legendLines(context, legend, width);
  canvas.width = 2 * (width + 2 * margin);
  canvas.height = 2 * (height + 2 * margin + row * (1 + lines.length));
  context.scale(2, 2);
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--vp-c-bg") || "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = "middle";
  context.fillStyle = style.color;
  context.font = font(600, 15);
  context.fillText(title, margin, margin + 6);
  context.font = font(400, 13);
  for (const [i, line] of lines.entries())
    for (const { entry, x } of line) {
      const y = margin + 6 + row * (1 + i);
      drawKey(context, entry, margin + x, y, colorOf(svg, entry.color));
      context.fillStyle = style.color;
      context.fillText(entry.name, margin + x + keyWidth, y);
    }
  context.drawImage(image, margin, margin + row * (1 + lines.length), width, height);
  return canvasToPng(canvas);
}

/** The drawing's markup, with all that it takes from the page written into it. */
function selfContained(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  for (const [i, element] of [copy, ...copy.querySelectorAll<SVGElement>("*")].entries()) {
    if (element.tagName === "style") continue;
    const style = getComputedStyle(originals[i]!);
    for (const property of drawn) element.style.setProperty(property, style.getPropertyValue(property));
  }
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}

/** A colour of the page's style sheet as a value. */
function colorOf(place: Element, color: string): string {
  const probe = document.createElement("span");
  probe.style.color = color;
  place.parentElement!.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

const keyWidth = 24;

/** The entries in lines no longer than the drawing is wide, each with its place. */
function legendLines(
  context: CanvasRenderingContext2D,
  legend: readonly LegendEntry[],
  width: number,
): { entry: LegendEntry; x: number }[][] {
  const lines: { entry: LegendEntry; x: number }[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const entry of legend) {
    const needed = keyWidth + context.measureText(entry.name).width + 20;
    if (x + needed > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)!.push({ entry, x });
    x += needed;
  }
  return lines;
}

function drawKey(
  context: CanvasRenderingContext2D,
  { mark = "line" }: LegendEntry,
  x: number,
  y: number,
  color: string,
): void {
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = 2.5;
  if (mark === "line") {
    context.fillRect(x, y - 1.5, 18, 3);
    return;
  }
  context.beginPath();
  context.arc(x + 9, y, 4.5, 0, 2 * Math.PI);
  if (mark === "dot") context.fill();
  else context.stroke();
}
