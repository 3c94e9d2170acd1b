export { type ArabicRoots, type ArabicRootsOptions, arabicRoots } from "./arabic/arabic-roots.js";
export type { Spelling } from "./arabic/patterns.js";
export { type BucketOptions, bucketedBatches } from "./batches/bucketed-batches.js";
export { type PaddedBatch, type PadOptions, padTokens } from "./batches/padded-batch.js";
export { TokenRows } from "./batches/token-rows.js";
export {
  type LongText,
  type NamePair,
  type Names,
  openNames,
  openTinyShakespeare,
  openTransliteration,
  type Transliteration,
} from "./sets/open-sets.js";
export { type AddingOptions, adding, type NumberTask } from "./tasks/adding.js";
export { type CopyingOptions, copying } from "./tasks/copying.js";
export { type CountingOptions, counting } from "./tasks/counting.js";
export {
  type DigitAdditionOptions,
  type DigitStringOptions,
  digitAddition,
  type ParityOptions,
  parity,
  reversing,
  sorting,
} from "./tasks/digit-strings.js";
export { embeddedReber, type GrammarTask } from "./tasks/embedded-reber.js";
export { hello } from "./tasks/hello.js";
export type { Level, TaskOptions, TaskShape, TokenTask } from "./tasks/task.js";
export { type TemporalOrderOptions, temporalOrder } from "./tasks/temporal-order.js";
export {
  type StreamTextOptions,
  streamTextBatches,
  type TextBatch,
  type TextBatchOptions,
  textBatches,
} from "./text/text-batches.js";
export { readVocabulary, streamTokens, textChunks } from "./text/token-stream.js";
export { type Direction, textDirection, tokenLabel } from "./vocabulary/direction.js";
export type { TextUnit } from "./vocabulary/text-unit.js";
export {
  type EncodeOptions,
  type SpecialToken,
  Vocabulary,
  type VocabularyJson,
  type VocabularyOptions,
} from "./vocabulary/vocabulary.js";
export type { WordPair } from "./word-pair.js";
