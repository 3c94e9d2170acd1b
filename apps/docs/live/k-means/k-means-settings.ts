import type { BackendName } from "@elbowjs/backend";
import type { GradientKind, Reduction, Seeding } from "@elbowjs/kmeans-nn";
import { choice, number } from "../url-state.js";

/** The datasets that the examples train on. */
export type DataName = "digits" | "mnist" | "fashion-mnist";

/** Everything that a run depends on: the same settings on the same backend give the same centres, bit for bit. */
export interface KMeansSettings {
  readonly data: DataName;
  /** Centres. */
  readonly k: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly temperature: number;
  readonly init: Seeding;
  readonly reduction: Reduction;
  readonly gradient: GradientKind;
  readonly epochs: number;
  readonly seed: number;
  readonly backend: "auto" | BackendName;
}

/** Digits drawn for the page: enough to learn from, few enough to be drawn within a second or two. */
export const digitCount: { train: number; test: number } = { train: 6000, test: 1000 };

/**
 * How the settings stand in the address, and their defaults: those that come closest to Lloyd's algorithm in the few
 * steps that a visitor waits for.
 */
export const kMeansFields = {
  data: choice<DataName>("digits", ["digits", "mnist", "fashion-mnist"]),
  k: number(10, { min: 2, max: 30, integer: true }),
  learningRate: number(0.5, { min: 0.001, max: 100 }),
  batchSize: number(64, { min: 1, max: 1024, integer: true }),
  temperature: number(20, { min: 0.01, max: 100 }),
  init: choice<Seeding>("digit-images", ["digit-images", "k-means++", "samples", "uniform"]),
  reduction: choice<Reduction>("batch", ["mean", "batch"]),
  gradient: choice<GradientKind>("hard", ["soft", "hard"]),
  epochs: number(10, { min: 1, max: 100, integer: true }),
  seed: number(0, { min: 0, max: 2 ** 31, integer: true }),
  backend: choice<KMeansSettings["backend"]>("auto", ["auto", "webgpu", "wasm", "cpu"]),
};

/** First centres that the data has: one image of each class is for ten classes and ten centres. */
export const seedingOf = ({ init, k }: Pick<KMeansSettings, "init" | "k">, labelled = true): Seeding =>
  init === "digit-images" && (k !== 10 || !labelled) ? "k-means++" : init;
