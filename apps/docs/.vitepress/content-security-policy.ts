import { createHash } from "node:crypto";

/** Places that serve the datasets to a page of another origin; asked only when a visitor opens one. */
const dataMirrors = ["https://cdn.jsdelivr.net", "https://raw.githubusercontent.com"];

/**
 * The page with a Content-Security-Policy as its first meta element. Scripts come from this site only; of the inline
 * ones exactly those that VitePress wrote, by their SHA-256. WebAssembly may be compiled, and the binary that
 * `@elbowjs/backend` embeds is read through a blob: address; `eval` stays forbidden. Styles may be inline, because
 * figures and formulas carry their own.
 *
 * @param html A whole page.
 */
export function contentSecurityPolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = ""]) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  );
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${[...new Set(inline)].join(" ")}`,
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' blob: ${dataMirrors.join(" ")}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html.replace(
    "<head>",
    `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}
