import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as deepAutoencoder from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/deep-autoencoder": deepAutoencoder });
