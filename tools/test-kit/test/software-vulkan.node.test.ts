import { describe, expect, it } from "vitest";
import { softwareVulkan } from "../src/software-vulkan.js";

const folder = "/usr/lib/chromium";
const driver = `${folder}/vk_swiftshader_icd.json`;
const loader = `${folder}/libvulkan.so.1`;
const systemLoader = "/usr/lib/x86_64-linux-gnu/libvulkan.so.1";

/** What is set on a machine with these files. */
const set = (
  files: readonly string[],
  environment: Record<string, string> = {},
  chromium: string | undefined = "/usr/bin/chromium",
): Record<string, string> =>
  softwareVulkan({ environment, chromium, exists: (path) => files.includes(path) });

describe("softwareVulkan({ environment, chromium })", () => {
  it("names Chromium's driver, and its loader where the system has none", () => {
    expect(set([driver, loader])).toEqual({ VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: folder });
  });

  it("names the driver alone where the system has a loader, or LD_LIBRARY_PATH leads to one", () => {
    expect(set([driver, loader, systemLoader])).toEqual({ VK_ICD_FILENAMES: driver });
    expect(set([driver, loader, "/own/libvulkan.so.1"], { LD_LIBRARY_PATH: "/own" })).toEqual({
      VK_ICD_FILENAMES: driver,
    });
  });

  it("keeps what the user set: libraries come first, a driver that is there stays", () => {
    expect(set([driver, loader], { LD_LIBRARY_PATH: "/a:/b" })["LD_LIBRARY_PATH"]).toBe(`/a:/b:${folder}`);
    expect(set([driver, loader, systemLoader, "/own.json"], { VK_ICD_FILENAMES: "/own.json" })).toEqual({});
    expect(set([driver, loader], { VK_ICD_FILENAMES: "/gone.json" })).toMatchObject({
      VK_ICD_FILENAMES: driver,
    });
  });

  it("looks beside the executable first, and sets nothing without Chromium or without its driver", () => {
    const own = ["/opt/c/vk_swiftshader_icd.json", "/opt/c/libvulkan.so.1"];
    expect(set([...own, driver, loader], {}, "/opt/c/chrome")).toEqual({
      VK_ICD_FILENAMES: own[0],
      LD_LIBRARY_PATH: "/opt/c",
    });
    expect(set([], {})).toEqual({});
    expect(softwareVulkan({ environment: {}, chromium: undefined, exists: () => true })).toEqual({});
  });
});
