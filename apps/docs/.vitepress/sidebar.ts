import type { DefaultTheme } from "vitepress";

const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link });

const packages = [
  "kmeans-nn",
  "lloyd-analysis",
  "gaussian-vae",
  "classic-nn",
  "image-evaluation",
  "divergences",
  "subspace",
  "training",
  "layers",
  "mnist-data",
  "sequence-data",
  "samples",
  "figures",
  "verified-files",
  "numpy-random",
  "backend",
  "safetensors",
  "arguments",
  "command-line",
];

/** One list for the whole site: it is small enough to be seen at once. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: "Live examples",
    items: [
      page("k-means network", "/examples/k-means"),
      page("Lloyd analysis", "/examples/lloyd-analysis"),
      page("Gaussian autoencoder", "/examples/gaussian-autoencoder"),
      page("Classic networks", "/examples/classic-networks"),
      page("Data", "/examples/data"),
    ],
  },
  {
    text: "Packages",
    items: packages.map((name) => page(name, `/packages/${name}`)),
  },
  { text: "API reference", link: "/api/" },
  { text: "Results", link: "/results" },
];
