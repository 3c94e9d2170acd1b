// Preloaded (`node --import`), kills the process at an exact moment of its next write of a file, as a power cut would:
// DIE_IN=write with half of the bytes written, DIE_IN=rename with all of them, before the file has its name.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const { writeFile } = fs;
const die = () => process.kill(process.pid, "SIGKILL");

if (process.env.DIE_IN === "write")
  fs.writeFile = async (path, content, options) => {
    await writeFile(path, content.slice(0, content.length / 2), options);
    die();
  };
if (process.env.DIE_IN === "rename") fs.rename = async () => die();
syncBuiltinESMExports();
