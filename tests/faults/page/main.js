// What the tests of tabs and devices call.
import { useBackend } from "@elbowjs/backend";
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";
import { backend } from "@tensorflow/tfjs-core";

Object.assign(window, { useBackend, GaussianVae, KMeansNetwork, openDataset, backend, ready: true });
