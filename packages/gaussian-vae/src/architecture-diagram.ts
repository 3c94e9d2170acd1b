import { checkKinds } from "@elbowjs/arguments";
import type { Layer, Sequential, Shape } from "@elbowjs/layers";

/** A model of an encoder and a decoder, with its probability of dropout. */
export interface Autoencoder {
  readonly encoder: Sequential;
  readonly decoder: Sequential;
  readonly options: { readonly dropout: number };
}

/** A layer that makes a new tensor, with the ones behind it that only change its values. */
interface Step {
  readonly layer: Layer;
  readonly after: readonly Layer[];
}

/** A tensor, drawn from `x` on. */
interface Block {
  readonly shape: Shape;
  readonly after: readonly Layer[];
  readonly x: number;
}

const axis = 112; // where the blocks' centres lie, down from the top
const gap = 26;
const colors = { active: "#4c78a8", plain: "#c9d3df", sigmoid: "#e3b04b" };
const text = `font-family="system-ui, sans-serif" font-size="11" text-anchor="middle"`;

/**
 * The tensor-block sketch of a model as SVG: encoder at the left, decoder at the right, every tensor as a block of its shape
 * (images: side by extent, depth by channels), and below them one bracket for each stage that joins it to the stage that
 * inverts it: the one whose input is its output and whose output is its input. All of it is read off the model's layers.
 *
 * @returns an SVG document, as wide as the model is long.
 */
export function architectureDiagram(model: Autoencoder): string {
  const network = {
    inputShape: ["number"],
    layers: [{ name: "string", inputShape: ["number"], outputShape: ["number"] }],
  } as const;
  checkKinds("architectureDiagram", {
    model: [model, { encoder: network, decoder: network, options: { dropout: "number" } }],
  });
  const { encoder, decoder, options } = model;
  const down = steps(encoder);
  const up = steps(decoder);
  const left = lay(encoder.inputShape, down, 30);
  const middle = end(left.at(-1)!) + 40;
  const right = lay(decoder.inputShape, up, middle + 128);
  const width = end(right.at(-1)!) + 30;
  const pairs = down.flatMap((step, i) => {
    const inverse = up[up.length - 1 - i];
    return inverse && inverts(step.layer, inverse.layer) ? [{ step, inverse, i }] : [];
  });
  const top = axis + 96;
  const height = top + pairs.length * 34 + 44;
  const brackets = pairs.map(({ step, inverse, i }) => {
    const from = between(left[i]!, left[i + 1]!);
    const to = between(right[up.length - 1 - i]!, right[up.length - i]!);
    const y = top + (down.length - i) * 34 - 14;
    return (
      `<path d="M${from} ${top - 8}V${y}H${to}V${top - 8}" fill="none" stroke="#666"/>` +
      label((from + to) / 2, y - 5, `${describe(step.layer)} ↔ ${describe(inverse.layer)}`)
    );
  });
  const parts = [
    label((left[0]!.x + end(left.at(-1)!)) / 2, 18, "encoder g", "bold"),
    label((right[0]!.x + end(right.at(-1)!)) / 2, 18, "decoder f", "bold"),
    ...[left, right].flatMap((blocks) =>
      blocks.flatMap((block, i) => [draw(block), arrow(blocks[i - 1], block)]),
    ),
    label(middle + 58, axis - 14, "z₂ = e·z + (2 − e)·ε"),
    `<path d="M${middle} ${axis}h108m-6 -4l6 4l-6 4" fill="none" stroke="#333"/>`,
    label(middle + 58, axis + 18, "ε ~ N(0, I)"),
    ...brackets,
    legend(width, height, options.dropout),
  ];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">` +
    `<title>Encoder ${shapes(left)}; decoder ${shapes(right)}</title>` +
    `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
  return svg.replace(/\d+\.\d+(?=[^<>]*>)/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

function steps({ layers }: Sequential): Step[] {
  const found: { layer: Layer; after: Layer[] }[] = [];
  for (const layer of layers) {
    if (layer.pointwise) found.at(-1)?.after.push(layer);
    else found.push({ layer, after: [] });
  }
  return found;
}

function inverts(one: Layer, other: Layer): boolean {
  return (
    one.inputShape.join() === other.outputShape.join() && one.outputShape.join() === other.inputShape.join()
  );
}

function describe({ name, detail, inputShape, outputShape }: Layer): string {
  return `${name} ${detail ?? `${inputShape.join("×")}→${outputShape.join("×")}`}`;
}

/** Blocks side by side from `x` on: the input, then each step's output. */
function lay(input: Shape, sequence: readonly Step[], x: number): Block[] {
  const blocks: Block[] = [{ shape: input, after: [], x }];
  for (const { layer, after } of sequence)
    blocks.push({ shape: layer.outputShape, after, x: end(blocks.at(-1)!) + gap });
  return blocks;
}

/** Width and height of the front, and the depth: linear in the sides, as the root of channels and units, at most 120 high. */
function sizeOfBlock(shape: Shape): { width: number; height: number; depth: number } {
  const [height, width, channels] = shape as [number, number?, number?];
  if (width === undefined || channels === undefined)
    return { width: 7, height: Math.min(120, 8 + 4 * Math.sqrt(height)), depth: 0 };
  const side = (extent: number) => Math.min(100, 10 + 2.4 * extent);
  return { width: side(width), height: side(height), depth: Math.min(28, 3.5 * Math.sqrt(channels)) };
}

/** Where the block ends, its label included. */
function end({ shape, x }: Block): number {
  const { width, depth } = sizeOfBlock(shape);
  return x + Math.max(width + depth, 7 * shape.join("×").length);
}

function between(one: Block, other: Block): number {
  return (end(one) + other.x) / 2;
}

function draw({ shape, after, x }: Block): string {
  const { width, height, depth } = sizeOfBlock(shape);
  const left = x + (end({ shape, after, x }) - x - width - depth) / 2;
  const top = axis - height / 2;
  const names = after.map(({ name }) => name);
  const color = names.includes("ReLU")
    ? colors.active
    : names.includes("Sigmoid")
      ? colors.sigmoid
      : colors.plain;
  const edge = `fill="${color}" stroke="#333" stroke-linejoin="round"`;
  const back =
    depth > 0
      ? `<path d="M${left} ${top}l${depth} ${-depth}h${width}l${-depth} ${depth}z" ${edge} fill-opacity="0.75"/>` +
        `<path d="M${left + width} ${top}l${depth} ${-depth}v${height}l${-depth} ${depth}z" ${edge} fill-opacity="0.55"/>`
      : "";
  return (
    back +
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" ${edge}/>` +
    label((x + end({ shape, after, x })) / 2, axis + 84, shape.join("×"))
  );
}

function arrow(from: Block | undefined, to: Block): string {
  if (!from) return "";
  const x = between(from, to);
  return `<path d="M${x - 8} ${axis}h16m-5 -4l5 4l-5 4" fill="none" stroke="#333"/>`;
}

function legend(width: number, height: number, dropout: number): string {
  const entries = [
    [colors.active, `then ReLU, BatchNorm, Dropout ${dropout}`],
    [colors.sigmoid, "then Sigmoid"],
    [colors.plain, "as it is"],
  ] as const;
  return entries
    .map(([color, words], i) => {
      const x = width / 2 - 300 + 250 * i;
      return `<rect x="${x}" y="${height - 24}" width="11" height="11" fill="${color}" stroke="#333"/>${label(x + 18, height - 14, words, "normal", "start")}`;
    })
    .join("");
}

function label(x: number, y: number, words: string, weight = "normal", anchor = "middle"): string {
  const style = text.replace("middle", anchor);
  return `<text x="${x}" y="${y}" ${style} font-weight="${weight}" fill="#222">${words}</text>`;
}

function shapes(blocks: readonly Block[]): string {
  return blocks.map(({ shape }) => shape.join("×")).join(" → ");
}
