import { hashed } from "@elbowjs/test-kit/hashed";

/** `n` images of 8×8 with labels: class 0 one bright row, class 1 one bright column, on a dim ground. */
export function bars(n: number, salt = 3): { data: Float32Array; shape: number[]; labels: number[] } {
  const data = hashed(salt, n * 64).map((u) => 0.1 * (u + 1));
  const labels = Array.from({ length: n }, (_, i) => i % 2);
  const places = hashed(salt + 1, n).map((u) => Math.floor(4 * (u + 1)));
  for (let i = 0; i < n; i++)
    for (let p = 0; p < 8; p++) data[i * 64 + (labels[i] ? 8 * p + places[i]! : 8 * places[i]! + p)] = 0.9;
  return { data, shape: [n, 8, 8, 1], labels };
}
