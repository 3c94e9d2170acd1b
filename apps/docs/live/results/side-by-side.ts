/** One measurement beside others', as a README of this repository says it. */
export interface SideBySide {
  readonly work: string;
  /** Milliseconds, ours first. */
  readonly bars: readonly { readonly who: string; readonly ms: number }[];
  /** Where it is told: a README, and the words that hold these numbers. */
  readonly readme: string;
  readonly says: string;
}

/** What idle machines measured: the best and the worst of it alike. */
export const sideBySide: readonly SideBySide[] = [
  {
    work: "k-means network, an epoch of MNIST",
    bars: [
      { who: "Elbow", ms: 50 },
      { who: "PyTorch", ms: 264 },
      { who: "tfjs as it comes", ms: 2156 },
    ],
    readme: "packages/backend",
    says: "one MNIST epoch, b = 64 | | 50 ms | | 43 ms | 2,156 ms | 264 ms |",
  },
  {
    work: "Lloyd’s algorithm to its end, MNIST, k = 10",
    bars: [
      { who: "Elbow", ms: 655 },
      { who: "scikit-learn", ms: 2573 },
    ],
    readme: "packages/backend",
    says: "MNIST, k = 10 | | 655 ms | | 572 ms | | 2,573 ms |",
  },
  {
    work: "Gaussian autoencoder, a step of 64 images",
    bars: [
      { who: "Elbow", ms: 40 },
      { who: "PyTorch", ms: 54 },
      { who: "tfjs as it comes", ms: 1283 },
    ],
    readme: "packages/backend",
    says: "| 40 ms | 56 ms | 37 ms | 50 ms | 1,283 ms | 54 ms |",
  },
  {
    work: "Deep autoencoder, a step of 128 images",
    bars: [
      { who: "Elbow", ms: 25 },
      { who: "PyTorch", ms: 22 },
      { who: "tfjs as it comes", ms: 448 },
    ],
    readme: "packages/backend",
    says: "| 25 ms | 45 ms | 24 ms | 42 ms | 448 ms | 22 ms |",
  },
  {
    work: "LSTM of 2 × 128, a step of 50 × 50 letters",
    bars: [
      { who: "Elbow", ms: 48.2 },
      { who: "PyTorch", ms: 141.2 },
    ],
    readme: "packages/recurrent-nn",
    says: "takes 48.2 ms, PyTorch's 141.2",
  },
  {
    work: "Transformer of nanoGPT’s CPU setting, a step",
    bars: [
      { who: "Elbow", ms: 60.7 },
      { who: "PyTorch", ms: 33.3 },
    ],
    readme: "packages/transformer",
    says: "takes 60.7 ms, PyTorch's 33.3",
  },
  {
    work: "GAN, convolutional, a step of 64 images",
    bars: [
      { who: "Elbow", ms: 64.3 },
      { who: "PyTorch", ms: 39.3 },
    ],
    readme: "packages/gan",
    says: "22.9 ms dense and 64.3 ms convolutional, PyTorch's 12.1 and 39.3",
  },
  {
    work: "Graph attention, a graph of 10,000 vertices",
    bars: [
      { who: "Elbow", ms: 141 },
      { who: "PyTorch", ms: 226 },
    ],
    readme: "packages/graph-nn",
    says: "one graph of 10,000 vertices 141 (226)",
  },
  {
    work: "Optimal transport, 1,000 × 1,000",
    bars: [
      { who: "Elbow", ms: 82 },
      { who: "POT", ms: 56 },
    ],
    readme: "packages/divergences",
    says: "| transport 1,000 × 1,000 | 82 | POT 56, SciPy 53 |",
  },
];
