export { type Density, type GanValueOptions, ganValue, optimalDiscriminator } from "@elbowjs/divergences";
export { type AdversarialLoss, discriminatorLoss, generatorLoss } from "./adversarial-loss.js";
export type { Architecture } from "./architectures.js";
export { Gan } from "./gan.js";
export type { CompleteGanOptions, GanFitOptions, GanOptions } from "./gan-options.js";
export { gradientPenalty, mixImages, realPenalty } from "./gradient-penalty.js";
export { diagnose } from "./health/diagnose.js";
export type { HealthOptions } from "./health/health-options.js";
export type { Failure, HealthAlarm, HealthMeasures, HealthReport } from "./health/health-report.js";
export type { NetworkLayer } from "./network-layers.js";
export type { PlayerOptions } from "./player-options.js";
export type { Prior } from "./prior.js";
export type { GanSampleOptions, InterpolateOptions } from "./sample-options.js";
export {
  type GeneratedDensityOptions,
  generatedDensity,
  type IntervalOptions,
  increasingGenerator,
} from "./theory/increasing-generator.js";
export { CycleGan, type CycleGanOptions, type Direction } from "./translation/cycle-gan.js";
export { PairedTranslator, type PairedTranslatorOptions } from "./translation/paired-translator.js";
export type {
  ImageShape,
  TranslatorFitOptions,
  TranslatorNetworks,
} from "./translation/translator-options.js";
