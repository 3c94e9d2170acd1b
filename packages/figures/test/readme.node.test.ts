import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as figures from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/figures": figures });
