import { ConvolutionShape } from "./convolution-shape";
import { multiplyAdd } from "@elbowjs/kernels/assembly/multiply-add";

/**
 * Gradients of the depthwise convolution, whose filter [height, width, inChannels, multiplier] makes `multiplier` output
 * channels of each input channel: dx += w dy and dW += x dy over every pair of pixels that a filter tap joins.
 */
export function depthwiseBackpropInput(s: ConvolutionShape, dy: usize, filter: usize, dx: usize): void {
  memory.fill(dx, 0, <usize>(s.batch * s.inHeight * s.inWidth * s.inChannels) << 2);
  eachTap(s, dx, dy, filter, true);
}

export function depthwiseBackpropFilter(s: ConvolutionShape, x: usize, dy: usize, dW: usize): void {
  memory.fill(dW, 0, <usize>(s.filterHeight * s.filterWidth * s.outChannels) << 2);
  eachTap(s, x, dy, dW, false);
}

// @ts-ignore: decorator
@inline
function eachTap(s: ConvolutionShape, image: usize, dy: usize, filter: usize, toInput: bool): void {
  const channels = s.inChannels, multiplier = s.outChannels / s.inChannels;
  const inBytes = <usize>channels << 2, outBytes = <usize>s.outChannels << 2;
  for (let b = 0; b < s.batch; b++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      for (let ox = 0; ox < s.outWidth; ox++, dy += outBytes) {
        for (let ky = 0; ky < s.filterHeight; ky++) {
          const iy = oy * s.strideHeight - s.padTop + ky * s.dilationHeight;
          if (iy < 0 || iy >= s.inHeight) continue;
          for (let kx = 0; kx < s.filterWidth; kx++) {
            const ix = ox * s.strideWidth - s.padLeft + kx * s.dilationWidth;
            if (ix < 0 || ix >= s.inWidth) continue;
            const pixel = image + <usize>((b * s.inHeight + iy) * s.inWidth + ix) * inBytes;
            const tap = filter + <usize>(ky * s.filterWidth + kx) * outBytes;
            if (multiplier == 1) {
              if (toInput) multiplyRuns(dy, tap, pixel, channels);
              else multiplyRuns(dy, pixel, tap, channels);
            } else {
              for (let c = 0; c < channels; c++) {
                const at = pixel + (<usize>c << 2), from = <usize>(c * multiplier) << 2;
                if (toInput) store<f32>(at, load<f32>(at) + dot(dy + from, tap + from, multiplier));
                else scaleAdd(load<f32>(at), dy + from, tap + from, multiplier);
              }
            }
          }
        }
      }
    }
  }
}

/** sum += a b, elementwise. */
function multiplyRuns(a: usize, b: usize, sum: usize, n: i32): void {
  const end = sum + (<usize>n << 2);
  for (; sum + 16 <= end; sum += 16, a += 16, b += 16) {
    v128.store(sum, multiplyAdd(v128.load(a), v128.load(b), v128.load(sum)));
  }
  for (; sum < end; sum += 4, a += 4, b += 4) store<f32>(sum, load<f32>(sum) + load<f32>(a) * load<f32>(b));
}

function dot(a: usize, b: usize, n: i32): f32 {
  let sum: f32 = 0;
  for (let i: usize = 0; i < <usize>n << 2; i += 4) sum += load<f32>(a + i) * load<f32>(b + i);
  return sum;
}

function scaleAdd(scale: f32, a: usize, sum: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 4) store<f32>(sum + i, load<f32>(sum + i) + scale * load<f32>(a + i));
}
