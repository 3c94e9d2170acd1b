export { type AttentionFigureOptions, attentionFigure } from "./attention-figure.js";
export type { DecoderData, PromptedSequence } from "./data/decoder-data.js";
export type { TokenPair } from "./data/pair-data.js";
export type { LabelledRow } from "./data/tagged-data.js";
export type { TokenRowsInput } from "./data/token-batch.js";
export { Decoder, type DecoderFitOptions, type DecoderOutput } from "./decoder.js";
export { Encoder, type EncoderOutput } from "./encoder.js";
export { EncoderDecoder, type EncoderDecoderOutput, type TranslateOptions } from "./encoder-decoder.js";
export type { EvaluateOptions, Evaluation } from "./evaluation.js";
export type { ForwardOptions } from "./forward-options.js";
export type {
  DecoderTorchOptions,
  EncoderDecoderTorchOptions,
  EncoderTorchOptions,
  TorchOptions,
} from "./from-torch.js";
export type { DrawOptions, GenerateOptions, Searched } from "./generation/generate.js";
export {
  type CharacterFitOptions,
  CharacterModel,
  type CharacterModelOptions,
  type Texts,
} from "./text/character-model.js";
export { type TextErrors, textErrors } from "./text/text-errors.js";
export { Transliterator, type TransliteratorOptions, type WrittenText } from "./text/transliterator.js";
export type {
  BlockOptions,
  BothSides,
  CompleteBlockOptions,
  CompleteDecoderOptions,
  CompleteEncoderDecoderOptions,
  CompleteEncoderOptions,
  DecoderOptions,
  EncoderDecoderOptions,
  EncoderOptions,
  Positions,
} from "./transformer-options.js";
