#!/usr/bin/env node
import { runProgram } from "@elbowjs/command-line";
import { program } from "../dist/cli/index.js";

await runProgram(program);
