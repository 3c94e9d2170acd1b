export { type VariableOptimizer, variableOptimizer } from "./optimizers/tfjs-variables.js";
