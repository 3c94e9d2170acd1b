import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as kmeans from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/kmeans-nn": kmeans });
