/** True where fixed-width WebAssembly SIMD works: `WebAssembly.validate` of a function that splats a lane. */
export function hasWasmSimd(): boolean {
  const splat = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
  ];
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(splat));
}
