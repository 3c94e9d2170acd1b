import { spawn } from "node:child_process";
import { type BrowserContext, chromium } from "playwright";

/**
 * Chromium as a user has it: a tab behind another is hidden, and its timers fire once a second. Playwright's own launch, and its
 * defaults on connecting, switch both off.
 */
export async function throttlingBrowser(
  executable: string,
  profile: string,
  args: readonly string[],
): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const child = spawn(
    executable,
    ["--headless=new", ...args, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const closed = new Promise((resolve) => child.on("close", resolve));
  const address = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stderr.on("data", (part: Buffer) => {
      text += part.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on("close", () =>
      reject(new Error(`throttlingBrowser: expected Chromium to listen, got\n${text}`)),
    );
  });
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  return {
    context: browser.contexts()[0]!,
    async close() {
      await browser.close();
      child.kill();
      await closed;
    },
  };
}
