import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as graphNn from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/graph-nn": graphNn });
