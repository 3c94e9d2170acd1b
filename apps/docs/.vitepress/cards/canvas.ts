import { encode } from "fast-png";

export type Rgb = readonly [red: number, green: number, blue: number];
export type Place = readonly [x: number, y: number];

/** A small raster with soft edges: enough to draw the site's pictures without a browser. Lengths are pixels. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Float32Array;

  constructor(width: number, height: number, paper: Rgb) {
    this.width = width;
    this.height = height;
    this.#pixels = Float32Array.from({ length: width * height * 3 }, (_, i) => paper[i % 3]!);
  }

  /** Covers what lies within `radius` of the line through some points. */
  line(points: readonly Place[], radius: number, color: Rgb, opacity = 1): void {
    for (let i = 1; i < points.length; i++) this.#segment(points[i - 1]!, points[i]!, radius, color, opacity);
  }

  disc(at: Place, radius: number, color: Rgb, opacity = 1): void {
    this.#segment(at, at, radius, color, opacity);
  }

  rectangle(left: number, top: number, width: number, height: number, color: Rgb, opacity = 1): void {
    for (let y = Math.round(top); y < Math.round(top + height); y++)
      for (let x = Math.round(left); x < Math.round(left + width); x++) this.#cover(x, y, color, opacity);
  }

  /** A grey image, ink 0 to 1, each of its pixels a square of `scale`. */
  image(ink: ArrayLike<number>, side: number, left: number, top: number, scale: number, color: Rgb): void {
    for (let i = 0; i < ink.length; i++) {
      const [x, y] = [left + (i % side) * scale, top + Math.floor(i / side) * scale];
      this.rectangle(x, y, scale, scale, color, ink[i]!);
    }
  }

  /** The picture as a PNG, each pixel the mean of `by`² of the raster. */
  png(by = 1): Uint8Array {
    const [width, height] = [this.width / by, this.height / by];
    const data = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < 3; c++) {
          let sum = 0;
          for (let j = 0; j < by; j++)
            for (let i = 0; i < by; i++)
              sum += this.#pixels[((y * by + j) * this.width + x * by + i) * 3 + c]!;
          data[(y * width + x) * 3 + c] = Math.round(sum / (by * by));
        }
    return encode({ width, height, channels: 3, depth: 8, data });
  }

  #segment([ax, ay]: Place, [bx, by]: Place, radius: number, color: Rgb, opacity: number): void {
    const reach = radius + 1;
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    for (let y = Math.floor(Math.min(ay, by) - reach); y <= Math.max(ay, by) + reach; y++)
      for (let x = Math.floor(Math.min(ax, bx) - reach); x <= Math.max(ax, bx) + reach; x++) {
        const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
        const distance = Math.hypot(x - ax - along * dx, y - ay - along * dy);
        this.#cover(x, y, color, opacity * Math.min(1, Math.max(0, radius + 0.5 - distance)));
      }
  }

  #cover(x: number, y: number, color: Rgb, share: number): void {
    if (share <= 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y * this.width + x) * 3;
    for (let c = 0; c < 3; c++) this.#pixels[at + c]! += share * (color[c]! - this.#pixels[at + c]!);
  }
}
