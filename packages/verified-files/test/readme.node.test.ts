import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as verifiedFiles from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/verified-files": verifiedFiles });
