import { createHash } from "node:crypto";

/**
 * The mirrors of the published datasets, asked only when a visitor opens one: every place that `@elbowjs/mnist-data` tries
 * and that a page served over https may ask. Folders, not hosts.
 */
export const dataMirrors: readonly string[] = [
  "https://cdn.jsdelivr.net/gh/fgnt/mnist@master/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
];

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
