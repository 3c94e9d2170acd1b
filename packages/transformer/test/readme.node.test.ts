import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as transformer from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/transformer": transformer });
