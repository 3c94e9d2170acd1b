import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where Debian's, Ubuntu's, Fedora's and Arch's own Vulkan loaders lie. */
const systemLoaders = [
  "/usr/lib",
  "/usr/lib64",
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
].map((folder) => join(folder, "libvulkan.so.1"));

/** Folders in which Chromium keeps SwiftShader's driver and a Vulkan loader beside it. */
const chromiumFolders = [
  "/usr/lib/chromium",
  "/usr/lib/chromium-browser",
  "/usr/lib64/chromium",
  "/opt/google/chrome",
];

/** What {@link softwareVulkan} looks at. */
export interface VulkanSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Chromium's executable, if there is one; its own folder is looked at too. */
  readonly chromium: string | undefined;
  /** Whether a file is there. Default: asks the file system. */
  readonly exists?: (path: string) => boolean;
}

/**
 * The environment in which Dawn in Node finds SwiftShader, the software GPU that comes with Chromium: `VK_ICD_FILENAMES` names
 * its driver, and `LD_LIBRARY_PATH` the folder of a `libvulkan.so.1`, Chromium's own where the system has none. The dynamic
 * linker reads the latter only when a process starts, so it has to be set for a process to come.
 *
 * @returns the variables to set; none where Chromium has no driver, or the user named one that is there.
 */
export function softwareVulkan({
  environment,
  chromium,
  exists = existsSync,
}: VulkanSearch): Record<string, string> {
  const named = environment["VK_ICD_FILENAMES"];
  const folders = chromium === undefined ? [] : [dirname(chromium), ...chromiumFolders];
  const found = folders.map((folder) => join(folder, "vk_swiftshader_icd.json")).find(exists);
  const driver = named !== undefined && exists(named) ? named : found;
  if (driver === undefined) return {};
  const set: Record<string, string> = driver === named ? {} : { VK_ICD_FILENAMES: driver };
  const paths = (environment["LD_LIBRARY_PATH"] ?? "").split(":").filter((path) => path !== "");
  const hasLoader = [...paths.map((path) => join(path, "libvulkan.so.1")), ...systemLoaders].some(exists);
  const own = dirname(driver);
  if (hasLoader || !exists(join(own, "libvulkan.so.1"))) return set;
  return { ...set, LD_LIBRARY_PATH: [...paths, own].join(":") };
}
