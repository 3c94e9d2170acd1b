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
  [height, width, channels]: readonly [number, number, number],
  reach: number,
  integers: (low: number, high: number, count: number) => ArrayLike<number | bigint>,
): Float32Array {
  const pixels = height * width * channels;
  const n = images.length / pixels;
  const moves = integers(-reach, reach + 1, 2 * n);
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
