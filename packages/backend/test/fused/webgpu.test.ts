import { centralDifferences } from "@elbowjs/test-kit/central-differences";
import { countGpuWork, type GpuWork } from "@elbowjs/test-kit/count-gpu-work";
import type { Tolerance } from "@elbowjs/test-kit/expect-close";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import {
  backend,
  type DataId,
  engine,
  grads,
  memory,
  mul,
  ones,
  type Rank,
  setBackend,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  convTranspose2d,
  philoxDropout,
  philoxNormal,
  philoxUniform,
  type ReluBatchNormDropoutOptions,
  reluBatchNormDropout,
  upsampleBicubic,
} from "../../src/fused/index.js";
import { registerGpuPrograms, removeGpuPrograms, runGpuProgram } from "../../src/fused/webgpu/index.js";
import { expectValues, onCpu, onKernels, uniform, type Values } from "../kernels/on-backends.js";
import fixture from "./fixtures/image-ops.json" with { type: "json" };
import { hasGpu, onGpu } from "./on-gpu.js";

type Operation = (...inputs: Tensor[]) => Tensor | Tensor[];

/** The GPU agrees with the composed operations on the CPU backend, and with the kernels on WASM. */
async function expectSame(operation: Operation, inputs: Values[], tolerance: Tolerance): Promise<void> {
  const got = await onGpu(operation, inputs);
  for (const want of [await onCpu(operation, inputs), await onKernels("simd", operation, inputs)]) {
    expect(got.length).toBe(want.length);
    for (const [index, output] of want.entries()) expectValues(got[index]!, output, tolerance);
  }
}

/** An operation, and the gradients of Σ dy·y by each of its inputs; dy is the last argument. */
const withGradients =
  (operation: (...inputs: Tensor[]) => Tensor): Operation =>
  (...tensors) => {
    const [inputs, dy] = [tensors.slice(0, -1), tensors.at(-1)!];
    const gradients = grads((...xs: Tensor[]) => sum(mul(operation(...xs), dy)));
    return [operation(...inputs), ...gradients(inputs)];
  };

/** Central differences of Σ dy·y by each input in float32, step 5e-3, on the GPU. */
async function differences(
  operation: (...inputs: Tensor[]) => Tensor,
  inputs: Values[],
  dy: Values,
): Promise<Values[]> {
  const slopes: Values[] = [];
  for (const [at, { shape, values }] of inputs.entries()) {
    const loss = async (moved: Float64Array): Promise<number> => {
      const [y] = await onGpu(operation, inputs.with(at, { shape, values: Float32Array.from(moved) }));
      return Array.from(y!.values).reduce((total, value, j) => total + value * dy.values[j]!, 0);
    };
    slopes.push({ shape, values: await centralDifferences(loss, values, 5e-3) });
  }
  return slopes;
}

const batchNorm =
  (options: ReluBatchNormDropoutOptions) =>
  (x: Tensor, gamma: Tensor, beta: Tensor): Tensor =>
    reluBatchNormDropout(x, gamma as Tensor1D, beta as Tensor1D, options).y;
const upsample = (x: Tensor): Tensor => upsampleBicubic(x as Tensor4D);

/** Rows around the 256 threads of a channel, channels of one and of more than a workgroup, every rank. */
const normShapes = [
  [1, 1],
  [5, 1],
  [7, 3],
  [255, 2],
  [300, 4],
  [64, 30],
  [3, 1, 300],
  [2, 5, 6, 20],
  [2, 2, 2, 3, 2, 3],
];
const imageShapes = [
  [1, 1, 1, 1],
  [1, 1, 5, 3],
  [2, 3, 1, 2],
  [3, 2, 2, 1],
  [2, 7, 5, 20],
  [1, 4, 6, 9],
];

describe.runIf(hasGpu && backendsHere.includes("webgpu"))("on WebGPU", () => {
  it("philoxUniform gives the WASM kernel's numbers to the bit, philoxNormal to 3e-6, around a group of 16", async () => {
    for (const length of [0, 1, 4, 15, 16, 17, 100, 1111])
      for (const options of [{ seed: 1 }, { seed: 2 ** 40 + 5, stream: 2 ** 33 + 7 }]) {
        await expectSame(() => philoxUniform([length], options), [], { atol: 0, rtol: 0 });
        // A product and a sum, which a GPU may round once.
        const stretched = () => philoxUniform([length], { ...options, low: -2, high: 3 });
        await expectSame(stretched, [], { atol: 3e-7, rtol: 0 });
        await expectSame(() => philoxNormal([length], options), [], { atol: 3e-6, rtol: 0 });
      }
  });

  it("philoxNormal is exact to 3e-6 in 2¹⁸ numbers, those with u near 0 and 1 among them", async () => {
    await expectSame(() => philoxNormal([2 ** 18], { seed: 3 }), [], { atol: 3e-6, rtol: 0 });
  });

  it("philoxDropout drops what the other backends drop, and NaN stays NaN", async () => {
    const options = { rate: 0.3, seed: 5, stream: 2 };
    for (const shape of [[1], [17], [3, 5, 7]])
      await expectSame(
        withGradients((x) => philoxDropout(x, options)),
        [uniform(shape), uniform(shape, 2)],
        { atol: 0, rtol: 0 },
      );
    const [y] = await onGpu(
      (x) => philoxDropout(x, options),
      [{ shape: [40], values: Array(40).fill(Number.NaN) }],
    );
    expect(Array.from(y!.values).every(Number.isNaN)).toBe(true);
  });

  for (const options of [
    {},
    { relu: false, epsilon: 1e-3 },
    { dropout: { rate: 0.3, seed: 7, stream: 1 } },
  ] satisfies ReluBatchNormDropoutOptions[]) {
    it(`reluBatchNormDropout(x, γ, β, ${JSON.stringify(options)}), its moments and gradients equal the composed ones and the WASM kernels'`, async () => {
      for (const shape of normShapes) {
        const channels = shape.at(-1)!;
        const inputs = [uniform(shape), uniform([channels], 2), uniform([channels], 3), uniform(shape, 4)];
        const all: Operation = (x, gamma, beta, dy) => {
          const { mean, variance } = reluBatchNormDropout(x!, gamma as Tensor1D, beta as Tensor1D, options);
          const others = withGradients(batchNorm(options))(x!, gamma!, beta!, dy!) as Tensor[];
          return [mean, variance, ...others];
        };
        await expectSame(all, inputs, { atol: 3e-5, rtol: 1e-4 });
      }
    });

    it(`the gradients of reluBatchNormDropout(x, γ, β, ${JSON.stringify(options)}) equal finite differences`, async () => {
      // At least 0.3 from the kink of the ReLU, which a difference must not straddle.
      const { shape, values } = uniform([12, 3]);
      const x = { shape, values: Float32Array.from(values, (value) => value + 0.3 * Math.sign(value)) };
      const inputs = [x, uniform([3], 2), uniform([3], 3)];
      const dy = uniform([12, 3], 4);
      const [, ...got] = await onGpu(withGradients(batchNorm(options)), [...inputs, dy]);
      for (const [index, want] of (await differences(batchNorm(options), inputs, dy)).entries())
        expectValues(got[index]!, want, { atol: 2e-3, rtol: 5e-3 });
    });
  }

  it("reluBatchNormDropout(x, γ, β) keeps a NaN to its channel", async () => {
    const values = [1, 2, Number.NaN, 4, 5, 6];
    const parameters = [1, 2].map((seed) => uniform([2], seed));
    const [y] = await onGpu(batchNorm({}), [{ shape: [3, 2], values }, ...parameters]);
    expect(Array.from(y!.values, Number.isNaN)).toEqual([true, false, true, false, true, false]);
  });

  it("upsampleBicubic(x) and its gradient equal the composed ones, and the WASM kernels'", async () => {
    for (const [batch, height, width, channels] of imageShapes as [number, number, number, number][])
      await expectSame(
        withGradients(upsample),
        [uniform([batch, height, width, channels]), uniform([batch, 2 * height, 2 * width, channels], 2)],
        { atol: 3e-6 },
      );
  });

  it("upsampleBicubic(x) and its gradient equal PyTorch's, and the gradient finite differences", async () => {
    for (const { x, y, dy, dx } of fixture.upsamplings) {
      const got = await onGpu(withGradients(upsample), [x, dy]);
      for (const [index, want] of [y, dx].entries()) expectValues(got[index]!, want, { atol: 2e-5 });
    }
    const [x, dy] = [uniform([1, 2, 3, 2]), uniform([1, 4, 6, 2], 2)];
    const [, dx] = await onGpu(withGradients(upsample), [x, dy]);
    const [want] = await differences(upsample, [x], dy);
    expectValues(dx!, want!, { atol: 5e-4 });
  });

  it("gives the same bits each time", async () => {
    const inputs = [uniform([300, 7]), uniform([7], 2), uniform([7], 3), uniform([300, 7], 4)];
    const run = () => onGpu(withGradients(batchNorm({ dropout: { rate: 0.5, seed: 1 } })), inputs);
    expect(await run()).toEqual(await run());
  });

  it("leaves neither tensors nor GPU memory behind in 1,000 steps", async () => {
    await setBackend("webgpu");
    registerGpuPrograms();
    const x = onGpuNow(ones([2, 3, 3, 2]));
    const parameters = [ones([2]), ones([2])].map(onGpuNow);
    const network = (image: Tensor, gamma: Tensor, beta: Tensor): Tensor =>
      sum(upsample(batchNorm({ dropout: { rate: 0.5, seed: 1 } })(image, gamma, beta)));
    const steps = async (count: number) => {
      for (let i = 0; i < count; i++) tidy(() => void grads(network)([x, ...parameters]));
      await x.data();
      const { numTensors, numDataBuffers } = memory();
      const { numBytesAllocatedInGPU } = memory() as unknown as { numBytesAllocatedInGPU: number };
      return { numTensors, numDataBuffers, numBytesAllocatedInGPU };
    };
    await steps(20);
    const before = await steps(100);
    expect(await steps(900)).toEqual(before);
    for (const used of [x, ...parameters]) used.dispose();
  });

  it("starts a quarter of the programs of the composed operations, and reads nothing back", async () => {
    await setBackend("webgpu");
    const x = onGpuNow(ones<Rank.R4>([2, 4, 4, 4]));
    const filter = onGpuNow(ones<Rank.R4>([3, 3, 4, 4]));
    const large = onGpuNow(ones([2, 8, 8, 4]));
    const parameters = [ones([4]), ones([4])].map(onGpuNow);
    const both = async (step: () => void): Promise<[number, number]> => {
      const count = (): Promise<GpuWork> => countGpuWork(() => tidy(step));
      removeGpuPrograms();
      const composed = await count();
      registerGpuPrograms();
      const fused = await count();
      expect([composed.reads, fused.reads]).toEqual([0, 0]);
      return [composed.dispatches, fused.dispatches];
    };
    const dropout = { rate: 0.5, seed: 1 };
    const step = (options: ReluBatchNormDropoutOptions) => () =>
      void grads(batchNorm(options))([x, ...parameters], x);
    // Forward and backward: the table of the README.
    expect({
      "reluBatchNormDropout without dropout": await both(step({})),
      reluBatchNormDropout: await both(step({ dropout })),
      upsampleBicubic: await both(() => void grads(upsample)([x], large)),
      philoxDropout: await both(() => void grads((a) => philoxDropout(a, dropout))([x], x)),
      philoxNormal: await both(() => void philoxNormal([100], { seed: 1 })),
      philoxUniform: await both(() => void philoxUniform([100], { seed: 1 })),
      "convTranspose2d forward": await both(() => void convTranspose2d(x, filter)),
    }).toEqual({
      "reluBatchNormDropout without dropout": [32, 6],
      reluBatchNormDropout: [34, 8],
      upsampleBicubic: [8, 2],
      philoxDropout: [2, 2],
      philoxNormal: [0, 1],
      philoxUniform: [0, 1],
      "convTranspose2d forward": [1, 1],
    });
    for (const used of [x, filter, large, ...parameters]) used.dispose();
  });

  it("runGpuProgram(program) starts more threads than WebGPU takes in a row", async () => {
    const size = 64 * 65_535 + 1;
    const code = "fn main(i : i32) { if (i < uniforms.size) { result[i] = i % 1009; } }";
    const [y] = await onGpu(
      () =>
        engine().makeTensorFromTensorInfo(
          runGpuProgram({ name: "count", code, inputs: {}, shape: [size], dtype: "int32" }),
        ) as Tensor,
      [],
    );
    expect((y!.values as Int32Array).every((value, i) => value === i % 1009)).toBe(true);
  });

  it("runGpuProgram(program) runs WGSL on tensors, and refuses another backend", async () => {
    const double = (x: Tensor) =>
      ({
        name: "double",
        code: `fn main(i : i32) { if (i < uniforms.size) { result[i] = x[i] * uniforms.factor; } }`,
        inputs: { x },
        uniforms: { factor: ["f32", 2] },
        shape: x.shape,
      }) as const;
    const [y] = await onGpu(
      (x) => engine().makeTensorFromTensorInfo(runGpuProgram(double(x!))) as Tensor,
      [{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }],
    );
    expectValues(y!, { shape: [2, 3], values: [2, 4, 6, 8, 10, 12] });
    await setBackend("cpu");
    expect(() => runGpuProgram(double(tensor([1])))).toThrow(
      new TypeError("double: expected tfjs's webgpu backend in use, got another; call useBackend first"),
    );
  });
});

/** The tensor, its values on the GPU already, so that tfjs does not hand its operations to the CPU. */
function onGpuNow<T extends Tensor>(t: T): T {
  (backend() as unknown as { uploadToGPU(id: DataId): void }).uploadToGPU(t.dataId);
  return t;
}
