import { existsSync } from "node:fs";
import type { DefaultTheme } from "vitepress";
import { listedPackages } from "./packages.js";

const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link });

const packages = listedPackages();
const links = (isTop: boolean): DefaultTheme.SidebarItem[] =>
  packages.filter((found) => found.isTop === isTop).map(({ name }) => page(name, `/packages/${name}`));

/** One list for the whole site: it is small enough to be seen at once. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  { text: "Getting started", link: "/getting-started" },
  {
    text: "Live examples",
    link: "/examples/",
    items: [
      page("Can ten averages read?", "/examples/k-means"),
      page("Draw a 7, get a 7", "/examples/gaussian-autoencoder"),
      page("Noise becomes a digit", "/examples/diffusion"),
      page("A forger against a judge", "/examples/gan"),
      page("Two numbers make a digit", "/examples/autoencoder"),
      page("Lloyd analysis", "/examples/lloyd-analysis"),
      page("Recurrent network", "/examples/recurrent-network"),
      page("Latin to Arabic", "/examples/transliteration"),
      page("Character model", "/examples/character-model"),
      page("Optimiser race", "/examples/optimiser-race"),
      page("Backpropagation", "/examples/backpropagation"),
      page("Gradient descent", "/examples/gradient-descent"),
      page("Hebbian learning", "/examples/hebbian-learning"),
      page("Graph attention", "/examples/graph-attention"),
      page("Data", "/examples/data"),
    ],
  },
  {
    text: "Courses",
    items: [
      page("Overview", "/courses/"),
      page("Homework 7", "/courses/homework-7"),
      page("A report of it", "/courses/report"),
      page("Mock final", "/courses/mock-final"),
      page("Homework 5", "/courses/homework-5"),
      page("Lectures 7 to 25", "/courses/lectures"),
      page("AMTH 663, exercise III", "/courses/exercise-iii"),
      page("CSCI 5527, homework 3", "/courses/homework-3"),
    ],
  },
  { text: "Models and analyses", link: "/packages/", items: links(true) },
  { text: "Their parts", items: links(false) },
  { text: "API reference", link: "/api/" },
  {
    text: "Results",
    link: "/results",
    collapsed: true,
    items: packages
      .filter(({ name }) => existsSync(new URL(`../results/${name}.md`, import.meta.url)))
      .map(({ name }) => page(name, `/results/${name}`)),
  },
];
