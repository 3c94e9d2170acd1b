import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as runs from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/runs": runs });
