import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
/**
 * Images moved by up to `reach` pixels in each direction, each by its own amount, dark where nothing was: training images for a
 * classifier that should not care where a digit stands.
 *
 * @param images one after another, rows of `width·channels` values.
 * @param shape `[height, width, channels]`.
 * @param reach integer ≥ 0. At 0 the images are copied.
 * @param integers draws `count` integers in [low, high).
 */
export function shiftImages(
  images: Float32Array,
  shape: readonly [number, number, number],
  reach: number,
  integers: (low: number, high: number, count: number) => ArrayLike<number | bigint>,
): Float32Array {
  checkKinds("shiftImages", {
    images: [images, "Float32Array"],
    shape: [shape, ["number"]],
    integers: [integers, "function"],
  });
  checkShape("shiftImages", "every image", shape, ["height", "width", "channels"]);
  const [height, width, channels] = shape;
  checkNumbers("shiftImages", {
    reach: [reach, "integer ≥ 0"],
    "the number of images": [images.length / (height * width * channels), "integer ≥ 0"],
  });
  const pixels = height * width * channels;
  const n = images.length / pixels;
  const moves = integers(-reach, reach + 1, 2 * n);
  if (!(typeof moves === "object" && moves !== null && moves.length >= 2 * n))
    throw new TypeError(`shiftImages: expected integers to give ${2 * n} numbers, got ${typeof moves}`);
  const out = new Float32Array(images.length);
  for (let i = 0; i < n; i++) {
    const [down, right] = [Number(moves[2 * i]), Number(moves[2 * i + 1])];
    const kept = Math.max(0, width - Math.abs(right)) * channels;
    for (let row = Math.max(0, down); row < Math.min(height, height + down); row++) {
      const from = i * pixels + ((row - down) * width + Math.max(0, -right)) * channels;
      out.set(images.subarray(from, from + kept), i * pixels + (row * width + Math.max(0, right)) * channels);
    }
  }
  return out;
}
