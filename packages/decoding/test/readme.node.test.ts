import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as decoding from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/decoding": decoding });
