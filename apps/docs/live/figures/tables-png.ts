import { canvasToPng } from "../save-file.js";

/** Tables of the page as one PNG, cell by cell as they stand there, twice their size, with the brackets of matrices. */
export function tablesToPng(holder: HTMLElement, title: string): Promise<Blob> {
  const frame = holder.getBoundingClientRect();
  const heading = 32;
  const canvas = document.createElement("canvas");
  canvas.width = (frame.width + 8) * 2;
  canvas.height = (frame.height + heading + 8) * 2;
  const context = canvas.getContext("2d")!;
  context.scale(2, 2);
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--vp-c-bg") || "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = "middle";
  const page = getComputedStyle(holder);
  context.fillStyle = page.color;
  context.font = `600 15px ${page.fontFamily}`;
  context.fillText(title, 4, heading / 2);
  context.translate(4 - frame.left, heading + 4 - frame.top);
  for (const cell of holder.querySelectorAll<HTMLElement>("th, td, figcaption")) drawCell(context, cell);
  for (const table of holder.querySelectorAll<HTMLElement>("table")) drawBrackets(context, table);
  return canvasToPng(canvas);
}

function drawCell(context: CanvasRenderingContext2D, cell: HTMLElement): void {
  const { left, top, width, height } = cell.getBoundingClientRect();
  const style = getComputedStyle(cell);
  context.fillStyle = style.backgroundColor;
  context.fillRect(left, top, width, height);
  context.fillStyle = style.color;
  // The shorthand is empty where the font has numbers of one width.
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const [from, to] = [
    left + Number.parseFloat(style.paddingLeft),
    left + width - Number.parseFloat(style.paddingRight),
  ];
  const align =
    style.textAlign === "center" ? "center" : /right|end/.test(style.textAlign) ? "right" : "left";
  context.textAlign = align;
  // What is hidden from sight is for screen readers alone.
  const text = cell.querySelector(".visually-hidden")
    ? (cell.querySelector("[aria-hidden]")?.textContent ?? "")
    : (cell.textContent ?? "");
  const x = align === "center" ? (from + to) / 2 : align === "right" ? to : from;
  context.fillText(text.trim(), x, top + height / 2);
}

/** A table with borders left and right is a matrix: they become brackets. */
function drawBrackets(context: CanvasRenderingContext2D, table: HTMLElement): void {
  const style = getComputedStyle(table);
  const { left, right, top, bottom } = table.getBoundingClientRect();
  context.strokeStyle = style.borderLeftColor;
  context.lineWidth = 1.5;
  if (Number.parseFloat(style.borderLeftWidth) < 2) return;
  for (const [x, inwards] of [
    [left, 4],
    [right, -4],
  ] as const) {
    context.beginPath();
    context.moveTo(x + inwards, top);
    context.lineTo(x, top);
    context.lineTo(x, bottom);
    context.lineTo(x + inwards, bottom);
    context.stroke();
  }
}
