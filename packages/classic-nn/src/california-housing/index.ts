export {
  type CaliforniaHousing,
  generatedHousing,
  housingFeatures,
  parseCaliforniaHousing,
} from "./housing.js";
export { type HousingOptions, housingMirrors, openCaliforniaHousing } from "./open-housing.js";
