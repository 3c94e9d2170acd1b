import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as gan from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/gan": gan });
