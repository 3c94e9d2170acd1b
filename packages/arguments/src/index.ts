export { checkChoices } from "./check-choices.js";
export { checkFinite } from "./check-finite.js";
export { checkKinds, type Kind, type KindRule } from "./check-kinds.js";
export { checkNumbers, type NumberRule } from "./check-numbers.js";
export { checkOptions } from "./check-options.js";
export { checkShape } from "./check-shape.js";
export { nearestName } from "./nearest-name.js";
export { isRefusal, refusal } from "./refusal.js";
export { shown } from "./shown.js";
