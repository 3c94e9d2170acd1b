import { ConvolutionShape } from "./convolution-shape";

/**
 * The convolutions by their definition, which leaves out what lies outside the image. They are for filters (or dy)
 * with an infinity or NaN in them, where the zeros that pad a patch would make NaN of it: ∞ · 0.
 */
export function conv2dDirect(s: ConvolutionShape, x: usize, filter: usize, bias: usize, out: usize): void {
  for (let b = 0; b < s.batch; b++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      for (let ox = 0; ox < s.outWidth; ox++) {
        for (let o = 0; o < s.outChannels; o++, out += 4) {
          let sum: f32 = bias ? load<f32>(bias + (<usize>o << 2)) : 0;
          for (let ky = 0; ky < s.filterHeight; ky++) {
            const iy = oy * s.strideHeight - s.padTop + ky * s.dilationHeight;
            if (iy < 0 || iy >= s.inHeight) continue;
            for (let kx = 0; kx < s.filterWidth; kx++) {
              const ix = ox * s.strideWidth - s.padLeft + kx * s.dilationWidth;
              if (ix < 0 || ix >= s.inWidth) continue;
              for (let c = 0; c < s.inChannels; c++) {
                const w = ((ky * s.filterWidth + kx) * s.inChannels + c) * s.outChannels + o;
                sum += load<f32>(x + inputOffset(s, b, iy, ix, c)) * load<f32>(filter + (<usize>w << 2));
              }
            }
          }
          store<f32>(out, sum);
        }
      }
    }
  }
}

export function conv2dBackpropFilterDirect(s: ConvolutionShape, x: usize, dy: usize, dW: usize): void {
  for (let ky = 0; ky < s.filterHeight; ky++) {
    for (let kx = 0; kx < s.filterWidth; kx++) {
      for (let c = 0; c < s.inChannels; c++) {
        for (let o = 0; o < s.outChannels; o++, dW += 4) {
          let sum: f32 = 0;
          for (let b = 0; b < s.batch; b++) {
            for (let oy = 0; oy < s.outHeight; oy++) {
              const iy = oy * s.strideHeight - s.padTop + ky * s.dilationHeight;
              if (iy < 0 || iy >= s.inHeight) continue;
              for (let ox = 0; ox < s.outWidth; ox++) {
                const ix = ox * s.strideWidth - s.padLeft + kx * s.dilationWidth;
                if (ix < 0 || ix >= s.inWidth) continue;
                const pixel = ((b * s.outHeight + oy) * s.outWidth + ox) * s.outChannels + o;
                sum += load<f32>(x + inputOffset(s, b, iy, ix, c)) * load<f32>(dy + (<usize>pixel << 2));
              }
            }
          }
          store<f32>(dW, sum);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function inputOffset(s: ConvolutionShape, b: i32, iy: i32, ix: i32, c: i32): usize {
  return <usize>(((b * s.inHeight + iy) * s.inWidth + ix) * s.inChannels + c) << 2;
}
