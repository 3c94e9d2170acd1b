import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import FrontLayout from "./FrontLayout.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  Layout: FrontLayout,
  enhanceApp() {
    if (import.meta.env.SSR) return;
    // Addresses in a built page are relative to it (any-base.ts), and outlive it: the next page may lie elsewhere.
    for (const link of document.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>("a, link[rel=icon]"))
      if (/^\.\.?\//.test(link.getAttribute("href") ?? "")) link.setAttribute("href", link.href);
  },
} satisfies Theme;
