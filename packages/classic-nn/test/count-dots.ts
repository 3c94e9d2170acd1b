/** How many filled dots a figure has inside its plot. */
export function countDots(svg: string): number {
  const plot = svg.slice(svg.indexOf("<svg x="));
  const paths = [...plot.matchAll(/<path d="([^"]*)" fill="currentColor" fill-opacity="0.85"\/>/g)];
  return paths.reduce((sum, [, path]) => sum + path!.split("M").length - 1, 0);
}
