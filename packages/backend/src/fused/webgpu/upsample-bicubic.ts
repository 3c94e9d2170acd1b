import type { TensorInfo } from "@tensorflow/tfjs-core";
import { UPSAMPLE_BICUBIC, UPSAMPLE_BICUBIC_GRADIENT } from "../upsample-bicubic.js";
import type { GpuKernel } from "./gpu-kernel.js";
import { runGpuProgram } from "./run-gpu-program.js";

/** Output pixel o lies at o/2 − ¼ and is made of the input pixels firstTap(o) … + 3, those outside moved to the edge. */
const taps = `
  fn firstTap(o : i32) -> i32 { return (o + 1) / 2 - 2; }
  // Keys' kernel of a = −0.75 at the distance between output pixel o and input pixel i.
  fn weight(o : i32, i : i32) -> f32 {
    let t = abs(f32(o) * 0.5 - 0.25 - f32(i));
    return select(((-0.75 * t + 3.75) * t - 6.0) * t + 3.0, (1.25 * t - 2.25) * t * t + 1.0, t <= 1.0);
  }
  // Place of value \`index\` of an image batch: image, row, column, channel.
  fn place(index : i32, height : i32, width : i32) -> vec4<i32> {
    let pixel = index / uniforms.channels;
    return vec4(pixel / width / height, pixel / width % height, pixel % width, index % uniforms.channels);
  }`;

/** [batch, height, width, channels] to twice the height and width. */
export const upsampleBicubic: GpuKernel<{ x: TensorInfo }> = {
  name: UPSAMPLE_BICUBIC,
  compute({ x }) {
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    return runGpuProgram({
      name: "upsampleBicubic",
      code: `
        ${taps}
        fn main(index : i32) {
          if (index >= uniforms.size) { return; }
          let at = place(index, 2 * uniforms.height, 2 * uniforms.width);
          var sum = 0.0;
          for (var i = firstTap(at.y); i < firstTap(at.y) + 4; i++) {
            let row = at.x * uniforms.height + clamp(i, 0, uniforms.height - 1);
            var rowSum = 0.0;
            for (var j = firstTap(at.z); j < firstTap(at.z) + 4; j++) {
              let pixel = row * uniforms.width + clamp(j, 0, uniforms.width - 1);
              rowSum += weight(at.z, j) * x[pixel * uniforms.channels + at.w];
            }
            sum += weight(at.y, i) * rowSum;
          }
          result[index] = sum;
        }`,
      inputs: { x },
      uniforms: { height: ["i32", height], width: ["i32", width], channels: ["i32", channels] },
      shape: [batch, 2 * height, 2 * width, channels],
    });
  },
};

/** The transpose of {@link upsampleBicubic}. */
export const upsampleBicubicGradient: GpuKernel<{ dy: TensorInfo }> = {
  name: UPSAMPLE_BICUBIC_GRADIENT,
  compute({ dy }) {
    const [batch, outHeight, outWidth, channels] = dy.shape as [number, number, number, number];
    const [height, width] = [outHeight / 2, outWidth / 2];
    return runGpuProgram({
      name: "upsampleBicubicGradient",
      code: `
        ${taps}
        // Weight of input pixel i of \`size\` in output pixel o: those of all taps that are moved to i.
        fn share(o : i32, i : i32, size : i32) -> f32 {
          var sum = 0.0;
          for (var tap = firstTap(o); tap < firstTap(o) + 4; tap++) {
            sum += select(0.0, weight(o, tap), clamp(tap, 0, size - 1) == i);
          }
          return sum;
        }
        fn main(index : i32) {
          if (index >= uniforms.size) { return; }
          let at = place(index, uniforms.height, uniforms.width);
          // Input pixel i has a part in the output pixels 2i − 3 … 2i + 4.
          var columns : array<f32, 8>;
          for (var j = 0; j < 8; j++) { columns[j] = share(2 * at.z - 3 + j, at.z, uniforms.width); }
          var sum = 0.0;
          for (var o = max(2 * at.y - 3, 0); o < min(2 * at.y + 5, 2 * uniforms.height); o++) {
            let row = (at.x * 2 * uniforms.height + o) * 2 * uniforms.width;
            var rowSum = 0.0;
            for (var j = max(3 - 2 * at.z, 0); j < min(8, 2 * uniforms.width - 2 * at.z + 3); j++) {
              rowSum += columns[j] * dy[(row + 2 * at.z - 3 + j) * uniforms.channels + at.w];
            }
            sum += share(o, at.y, uniforms.height) * rowSum;
          }
          result[index] = sum;
        }`,
      inputs: { dy },
      uniforms: { height: ["i32", height], width: ["i32", width], channels: ["i32", channels] },
      shape: [batch, height, width, channels],
    });
  },
};
