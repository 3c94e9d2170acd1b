import { decode } from "fast-png";
import type { Page } from "playwright";
import { runCode } from "./run-code.js";

/** The programs that a page's examples export, in their order. */
export const exported = (page: Page): Promise<string[]> => page.locator(".live-code code").allTextContents();

/** How far the digit of the page and that of its exported program are apart at most, in levels of grey. */
export async function difference(page: Page): Promise<number> {
  // First, since it takes longer than the page needs to draw its last digit.
  const { files } = runCode((await exported(page))[0]!);
  const shown = await page
    .getByRole("img", { name: /^f\(z\) for z/ })
    .evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext("2d")!.getImageData(0, 0, 28, 28).data]);
  const { width, channels, data } = decode(files["digit.png"]!);
  // The sheet has a margin of 2, and each pixel twice in both directions; on a light page ink is dark.
  return Math.max(
    ...Array.from({ length: 784 }, (_, i) => {
      const [row, column] = [Math.floor(i / 28), i % 28];
      const ink = data[channels * ((2 + 2 * row) * width + 2 + 2 * column)]!;
      return Math.abs(ink - (255 - shown[4 * i]!));
    }),
  );
}
