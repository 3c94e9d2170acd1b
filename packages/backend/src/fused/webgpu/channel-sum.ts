import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type GpuUniform, runGpuProgram } from "./run-gpu-program.js";

/** Threads that add up one channel. */
const THREADS = 256;

/** The rows and channels of x [..., channels]. */
export function rowsAndChannels({ shape }: TensorInfo): { rows: number; channels: number } {
  const channels = shape.at(-1)!;
  return { rows: shape.slice(0, -1).reduce((product, length) => product * length, 1), channels };
}

/**
 * scale · Σ term over the rows of each channel, one workgroup a channel, in an order that depends on the shape alone.
 *
 * @param term WGSL of the value at `i` of channel `channel`.
 * @param inputs the first one is of the shape that is added up, [..., channels].
 * @returns [channels].
 */
export function channelSum(
  name: string,
  term: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  { scale = 1, uniforms = {} }: { scale?: number; uniforms?: Readonly<Record<string, GpuUniform>> } = {},
): TensorInfo {
  const { rows, channels } = rowsAndChannels(Object.values(inputs)[0]!);
  return runGpuProgram({
    name,
    code: `
      var<workgroup> sums : array<f32, ${THREADS}>;
      fn main(index : i32) {
        // Every thread stays: a barrier is for all of a workgroup.
        let channel = min(index / ${THREADS}, uniforms.channels - 1);
        var sum = 0.0;
        for (var row = i32(localIndex); row < uniforms.rows; row += ${THREADS}) {
          let i = row * uniforms.channels + channel;
          sum += ${term};
        }
        sums[localIndex] = sum;
        workgroupBarrier();
        if (localIndex < 16u) {
          for (var other = localIndex + 16u; other < ${THREADS}u; other += 16u) { sums[localIndex] += sums[other]; }
        }
        workgroupBarrier();
        if (localIndex == 0u) {
          for (var other = 1; other < 16; other++) { sums[0] += sums[other]; }
          result[channel] = sums[0] * uniforms.scale;
        }
      }`,
    inputs,
    uniforms: { rows: ["i32", rows], channels: ["i32", channels], scale: ["f32", scale], ...uniforms },
    shape: [channels],
    threads: channels * THREADS,
    workgroupSize: THREADS,
  });
}
