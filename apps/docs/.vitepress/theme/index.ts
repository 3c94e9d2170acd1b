import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import FrontLayout from "./FrontLayout.vue";
import "./style.css";

export default { extends: DefaultTheme, Layout: FrontLayout } satisfies Theme;
