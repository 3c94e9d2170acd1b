export {
  digit,
  type GenerateDigitsAsyncOptions,
  type GenerateDigitsOptions,
  type GeneratedDigits,
  generateDigits,
  generateDigitsAsync,
} from "./generate.js";
