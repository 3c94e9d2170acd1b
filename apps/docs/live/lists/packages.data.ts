import { type ListedPackage, listedPackages } from "../../.vitepress/packages.js";

export declare const data: readonly ListedPackage[];

export default {
  watch: ["../../../../packages/*/package.json"],
  load: (): readonly ListedPackage[] => listedPackages(),
};
