import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as lloydAnalysis from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/lloyd-analysis": lloydAnalysis });
