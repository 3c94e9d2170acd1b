import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as tfjs from "@tensorflow/tfjs-core";
import * as backend from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/backend": backend, "@tensorflow/tfjs-core": tfjs });
