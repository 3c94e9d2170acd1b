/** Offers a file for download; it is made in the page and goes nowhere else. */
export function saveFile(name: string, content: Blob | string, type = "text/plain"): void {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers begin to read only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Rows as CSV (RFC 4180), with the keys of the first as its header. */
export function toCsv(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const keys = Object.keys(rows[0] ?? {});
  const cell = (value: string | number | undefined): string => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [keys, ...rows.map((row) => keys.map((key) => row[key]))]
    .map((line) => line.map(cell).join(",") + "\r\n")
    .join("");
}

/** An SVG element of the page as a PNG, twice its size, on the page's background. */
export async function svgToPng(svg: SVGSVGElement): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const { color, fontFamily } = getComputedStyle(svg);
  copy.style.color = color;
  copy.style.fontFamily = fontFamily;
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext("2d")!;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--vp-c-bg") || "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvasToPng(canvas);
}

/** Tables of the page as one PNG, cell by cell as they stand there, twice their size. */
export function tablesToPng(holder: HTMLElement): Promise<Blob> {
  const frame = holder.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = frame.width * 2;
  canvas.height = frame.height * 2;
  const context = canvas.getContext("2d")!;
  context.scale(2, 2);
  context.textAlign = "center";
  context.textBaseline = "middle";
  const fill = (color: string, { left, top, width, height }: DOMRect): void => {
    context.fillStyle = color;
    context.fillRect(left - frame.left, top - frame.top, width, height);
  };
  fill(getComputedStyle(document.documentElement).getPropertyValue("--vp-c-bg") || "#fff", frame);
  for (const cell of holder.querySelectorAll<HTMLElement>("th, td, figcaption")) {
    const box = cell.getBoundingClientRect();
    const { backgroundColor, color, font } = getComputedStyle(cell);
    fill(backgroundColor, box);
    context.fillStyle = color;
    context.font = font;
    // What is hidden from sight is for screen readers alone.
    const text = cell.querySelector(".visually-hidden")
      ? (cell.querySelector("[aria-hidden]")?.textContent ?? "")
      : (cell.textContent ?? "");
    context.fillText(
      text.trim(),
      box.left - frame.left + box.width / 2,
      box.top - frame.top + box.height / 2,
    );
  }
  return canvasToPng(canvas);
}

/** A canvas as a PNG. */
export function canvasToPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) =>
      blob === null ? reject(new Error("the canvas could not be encoded")) : resolve(blob),
    ),
  );
}
