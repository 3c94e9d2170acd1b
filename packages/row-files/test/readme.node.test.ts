import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as rowFiles from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/row-files": rowFiles });
