import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as checks from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/arguments": checks });
