import { roleColors } from "./palette.js";
import type { Theme } from "./theme.js";

/** Attributes of a text with paper around its letters, so that it is read over lines. */
export function halo(theme: Theme): string {
  const paper = theme === "dark" ? roleColors.paper.dark : roleColors.paper.light;
  return `class="halo" stroke="${paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`;
}
