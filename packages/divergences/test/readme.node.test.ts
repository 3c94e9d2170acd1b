import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as divergences from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/divergences": divergences });
