import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as mnistData from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/mnist-data": mnistData });
