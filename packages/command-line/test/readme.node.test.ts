import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as commandLine from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/command-line": commandLine });
