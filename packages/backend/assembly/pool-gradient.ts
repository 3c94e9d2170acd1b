import { ConvolutionShape } from "./convolution-shape";
import { addRun } from "./copy";

/**
 * Gradient of max pooling: dy goes to the first largest value of each window (none if all are NaN, as in tfjs's CPU
 * backend). Channels are the vector, four at a time.
 */
export function maxPoolGradient(s: ConvolutionShape, x: usize, dy: usize, dx: usize): void {
  const channels = s.inChannels;
  memory.fill(dx, 0, <usize>(s.batch * s.inHeight * s.inWidth * channels) << 2);
  for (let b = 0; b < s.batch; b++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      const iy0 = oy * s.strideHeight - s.padTop;
      for (let ox = 0; ox < s.outWidth; ox++) {
        const ix0 = ox * s.strideWidth - s.padLeft;
        let c = 0;
        for (; c + 4 <= channels; c += 4, dy += 16) maxOfFour(s, x, dx, b, iy0, ix0, c, v128.load(dy));
        for (; c < channels; c++, dy += 4) maxOfOne(s, x, dx, b, iy0, ix0, c, load<f32>(dy));
      }
    }
  }
}

function maxOfFour(s: ConvolutionShape, x: usize, dx: usize, b: i32, iy0: i32, ix0: i32, c: i32, dy: v128): void {
  let most = f32x4.splat(-Infinity), place = i32x4.splat(-1);
  for (let ky = 0; ky < s.filterHeight; ky++) {
    const iy = iy0 + ky * s.dilationHeight;
    if (iy < 0 || iy >= s.inHeight) continue;
    for (let kx = 0; kx < s.filterWidth; kx++) {
      const ix = ix0 + kx * s.dilationWidth;
      if (ix < 0 || ix >= s.inWidth) continue;
      const offset = offsetOf(s, b, iy, ix, c);
      const value = v128.load(x + offset);
      const larger = f32x4.gt(value, most);
      most = v128.bitselect(value, most, larger);
      place = v128.bitselect(i32x4.splat(<i32>offset), place, larger);
    }
  }
  add(dx, i32x4.extract_lane(place, 0), 0, f32x4.extract_lane(dy, 0));
  add(dx, i32x4.extract_lane(place, 1), 4, f32x4.extract_lane(dy, 1));
  add(dx, i32x4.extract_lane(place, 2), 8, f32x4.extract_lane(dy, 2));
  add(dx, i32x4.extract_lane(place, 3), 12, f32x4.extract_lane(dy, 3));
}

function maxOfOne(s: ConvolutionShape, x: usize, dx: usize, b: i32, iy0: i32, ix0: i32, c: i32, dy: f32): void {
  let most: f32 = -Infinity, place = -1;
  for (let ky = 0; ky < s.filterHeight; ky++) {
    const iy = iy0 + ky * s.dilationHeight;
    if (iy < 0 || iy >= s.inHeight) continue;
    for (let kx = 0; kx < s.filterWidth; kx++) {
      const ix = ix0 + kx * s.dilationWidth;
      if (ix < 0 || ix >= s.inWidth) continue;
      const offset = offsetOf(s, b, iy, ix, c);
      const value = load<f32>(x + offset);
      if (value > most) {
        most = value;
        place = <i32>offset;
      }
    }
  }
  add(dx, place, 0, dy);
}

// @ts-ignore: decorator
@inline
function add(dx: usize, place: i32, lane: usize, value: f32): void {
  if (place == -1) return;
  const at = dx + <usize>place + lane;
  store<f32>(at, load<f32>(at) + value);
}

/**
 * Gradient of average pooling as tfjs defines it: dy / (filterHeight · filterWidth) to every value of the window, also
 * where the window reaches over the edge.
 */
export function averagePoolGradient(s: ConvolutionShape, dy: usize, dx: usize, scratch: usize): void {
  const channels = s.inChannels;
  const pixelBytes = <usize>channels << 2;
  const scale: f32 = 1 / <f32>(s.filterHeight * s.filterWidth);
  memory.fill(dx, 0, <usize>(s.batch * s.inHeight * s.inWidth) * pixelBytes);
  for (let b = 0; b < s.batch; b++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      for (let ox = 0; ox < s.outWidth; ox++, dy += pixelBytes) {
        for (let c: usize = 0; c < pixelBytes; c += 4) store<f32>(scratch + c, scale * load<f32>(dy + c));
        for (let ky = 0; ky < s.filterHeight; ky++) {
          const iy = oy * s.strideHeight - s.padTop + ky * s.dilationHeight;
          if (iy < 0 || iy >= s.inHeight) continue;
          for (let kx = 0; kx < s.filterWidth; kx++) {
            const ix = ox * s.strideWidth - s.padLeft + kx * s.dilationWidth;
            if (ix < 0 || ix >= s.inWidth) continue;
            addRun(scratch, dx + offsetOf(s, b, iy, ix, 0), channels);
          }
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function offsetOf(s: ConvolutionShape, b: i32, iy: i32, ix: i32, c: i32): usize {
  return <usize>(((b * s.inHeight + iy) * s.inWidth + ix) * s.inChannels + c) << 2;
}
