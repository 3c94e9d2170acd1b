import { runModels } from "@elbowjs/command-line";

/** The models that `npm start` trains; the first one where none is named. A new model is a row. */
await runModels(
  {
    name: "npm start --",
    version: "0.0.0",
    about:
      "Trains a model, prints what it found, and writes report.html, report.json and pictures. Without arguments it is k-means on digits drawn by code: nothing is downloaded.",
  },
  {
    "k-means": {
      load: async () => (await import("@elbowjs/kmeans-nn/cli")).program,
      defaults: { init: "digit-images" },
    },
    diffusion: { load: async () => (await import("@elbowjs/diffusion/cli")).program },
    gan: { load: async () => (await import("@elbowjs/gan/cli")).program },
    autoencoder: { load: async () => (await import("@elbowjs/deep-autoencoder/cli")).program },
    vae: { load: async () => (await import("@elbowjs/gaussian-vae/cli")).program },
  },
);
