/** Published code imports only from floors below its own; two packages of one floor do not know each other. */
export const floors = [
  ["arguments", "numpy-random"],
  ["safetensors", "backend", "figures", "verified-files"],
  ["samples", "runs"],
  ["mnist-data", "sequence-data", "row-files", "divergences", "subspace"],
  ["layers"],
  ["training"],
  ["image-evaluation", "decoding"],
  ["command-line"],
  [
    ...["kmeans-nn", "gaussian-vae", "classic-nn", "lloyd-analysis", "recurrent-nn", "transformer"],
    ...["graph-nn", "deep-autoencoder", "gan", "diffusion"],
  ],
];
/** Those of the top floor; none imports another. */
export const models = floors.at(-1);
