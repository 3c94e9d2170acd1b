import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { PHILOX } from "../../kernels/philox.js";
import { type PhiloxRequest, words64 } from "../../philox.js";
import { PHILOX_DROPOUT } from "../dropout.js";
import type { GpuKernel } from "./gpu-kernel.js";
import { runGpuProgram } from "./run-gpu-program.js";

/** Philox4x32-10 with the multiplications of 32 by 32 bits that WGSL lacks; the twin of `philoxBlock`. */
const philox4x32 = `
  fn highProduct(a : u32, b : u32) -> u32 {
    let low = (a & 0xffffu) * (b & 0xffffu);
    let upper = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
    let lower = (a & 0xffffu) * (b >> 16u) + (upper & 0xffffu);
    return (a >> 16u) * (b >> 16u) + (upper >> 16u) + (lower >> 16u);
  }
  fn philoxBlock(block : u32) -> vec4<u32> {
    var x = vec4<u32>(block, 0u, uniforms.streamLow, uniforms.streamHigh);
    var key = vec2<u32>(uniforms.seedLow, uniforms.seedHigh);
    for (var round = 0; round < 10; round++) {
      let high0 = highProduct(x.x, 0xd2511f53u);
      let high2 = highProduct(x.z, 0xcd9e8d57u);
      x = vec4<u32>(high2 ^ x.y ^ key.x, x.z * 0xcd9e8d57u, high0 ^ x.w ^ key.y, x.x * 0xd2511f53u);
      key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    }
    return x;
  }
  // The upper 24 bits as a fraction in [0, 1), exact in float32.
  fn fraction(word : u32) -> f32 { return f32(word >> 8u) * 5.9604644775390625e-8; }`;

/**
 * Box and Muller with the polynomials of the Cephes library (logf, sinf), as on WASM: WGSL's own logarithm may be off
 * by 5e-7 near 1, which its square root here would make 7e-4.
 */
const boxMuller = `
  fn logOf(u : f32) -> f32 {
    let bits = bitcast<i32>(u) - 0x3f3504f3;
    let e = f32(bits >> 23u);
    let f = bitcast<f32>((bits & 0x007fffff) + 0x3f3504f3) - 1.0;
    var p = 7.0376836292e-2;
    p = p * f - 1.1514610310e-1;
    p = p * f + 1.1676998740e-1;
    p = p * f - 1.2420140846e-1;
    p = p * f + 1.4249322787e-1;
    p = p * f - 1.6668057665e-1;
    p = p * f + 2.0000714765e-1;
    p = p * f - 2.4999993993e-1;
    p = p * f + 3.3333331174e-1;
    p = p * f * (f * f) - e * 2.12194440e-4 - 0.5 * (f * f);
    return f + p + e * 0.693359375;
  }
  fn normals(word : u32, angle : u32) -> vec2<f32> {
    let radius = sqrt(-2.0 * logOf(fraction(word) + 5.9604644775390625e-8));
    // Quarter turns q and the rest f, |f| ≤ π/4.
    let turns = fraction(angle) * 4.0;
    let q = i32(floor(turns + 0.5));
    let f = (turns - f32(q)) * 1.5707963267948966;
    let z = f * f;
    let s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * f + f;
    let c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z + (1.0 - 0.5 * z);
    let turned = array<vec2<f32>, 4>(vec2(c, s), vec2(-s, c), vec2(-c, -s), vec2(s, -c));
    return radius * turned[q & 3];
  }`;

/** WGSL of the four values of one block, from its words. */
const values: Record<PhiloxRequest["distribution"], string> = {
  words: "bitcast<vec4<f32>>(words)",
  uniform: "u * (uniforms.b - uniforms.a) + uniforms.a",
  normal: "uniforms.a + uniforms.b * vec4(normals(words.x, words.y), normals(words.z, words.w))",
  keep: "select(vec4(0.0), vec4(uniforms.b), u >= vec4(uniforms.a))",
};

/** A random tensor; or x times one, where x is given. */
function random(shape: number[], request: PhiloxRequest, x?: TensorInfo): TensorInfo {
  const { distribution, seed, stream, a, b } = request;
  const [seedLow, seedHigh] = words64(seed);
  const [streamLow, streamHigh] = words64(stream);
  return runGpuProgram({
    name: `philox ${distribution}`,
    // Thread 4g + l makes block 4g + l: values 16g + l, + 4, + 8 and + 12.
    code: `
      ${philox4x32}
      ${distribution === "normal" ? boxMuller : ""}
      fn main(block : i32) {
        let words = philoxBlock(u32(block));
        let u = vec4(fraction(words.x), fraction(words.y), fraction(words.z), fraction(words.w));
        let values = ${values[distribution]};
        for (var w = 0; w < 4; w++) {
          let i = (block / 4) * 16 + w * 4 + block % 4;
          if (i < uniforms.size) { result[i] = ${x === undefined ? "" : "x[i] * "}values[w]; }
        }
      }`,
    inputs: x === undefined ? {} : { x },
    uniforms: {
      seedLow: ["u32", seedLow],
      seedHigh: ["u32", seedHigh],
      streamLow: ["u32", streamLow],
      streamHigh: ["u32", streamHigh],
      a: ["f32", a],
      b: ["f32", b],
    },
    shape,
    threads: 4 * Math.ceil(util.sizeFromShape(shape) / 16),
  });
}

/** A float32 tensor of random values, the numbers of every backend. */
export const philox: GpuKernel<object, PhiloxRequest & { shape: number[] }> = {
  name: PHILOX,
  compute: (_, { shape, ...request }) => random(shape, request),
};

/** x times its dropout mask, which is never stored. */
export const philoxDropout: GpuKernel<{ x: TensorInfo }, PhiloxRequest> = {
  name: PHILOX_DROPOUT,
  compute: ({ x }, request) => random(x.shape, request, x),
};
