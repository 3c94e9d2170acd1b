// Stock tfjs-wasm has no gradient of a convolution's filter. What its users do instead: cut the input into its k×k
// shifted patches, and multiply them with the output's gradient.
import {
  backend_util,
  concat,
  engine,
  matMul,
  pad,
  registerKernel,
  reshape,
  stridedSlice,
  tidy,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

/** Registers the composed filter gradient on the wasm backend, in place of the answer that there is none. */
export function composeFilterGradient() {
  unregisterKernel("Conv2DBackpropFilter", "wasm");
  registerKernel({ kernelName: "Conv2DBackpropFilter", backendName: "wasm", kernelFunc });
}

function kernelFunc({ inputs, attrs }) {
  const { strides, pad: padding, filterShape } = attrs;
  const info = backend_util.computeConv2DInfo(inputs.x.shape, filterShape, strides, 1, padding);
  const [height, width, inDepth, outDepth] = filterShape;
  const [n, rows, columns] = inputs.dy.shape;
  return tidy(() => {
    const { top, bottom, left, right } = info.padInfo;
    const x = pad(engine().makeTensorFromTensorInfo(inputs.x), [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const dy = engine().makeTensorFromTensorInfo(inputs.dy);
    const patches = Array.from({ length: height * width }, (_, t) => {
      const [i, j] = [Math.floor(t / width), t % width];
      const end = [
        n,
        i + (rows - 1) * info.strideHeight + 1,
        j + (columns - 1) * info.strideWidth + 1,
        inDepth,
      ];
      const patch = stridedSlice(x, [0, i, j, 0], end, [1, info.strideHeight, info.strideWidth, 1]);
      return reshape(patch, [n * rows * columns, inDepth]);
    });
    const product = matMul(concat(patches, 1), reshape(dy, [n * rows * columns, outDepth]), true, false);
    return reshape(product, filterShape);
  });
}
