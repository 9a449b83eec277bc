import assert from "node:assert/strict";
import { cacheDir, nativeLibrary } from "lib/engine/native_library.ts";

const LINUX = { os: "linux", arch: "x86_64", cache: "/cache" };

Deno.test("nativeLibrary() pins the wheel by its hash, for any Python", () => {
  const { id, dir, libraries, wheel, tested } = nativeLibrary(LINUX);
  assert.equal(id, "tensorflow-2.21.0-linux-x86_64-cpu");
  assert.equal(dir, "/cache/tensorflow-2.21.0-linux-x86_64-cpu");
  assert.deepEqual(libraries, [
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
  ]);
  assert.equal(wheel.file, "tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl");
  assert.equal(wheel.sha256, "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c");
  assert.equal(tested, true);
});

Deno.test("nativeLibrary() takes the package with CUDA for a GPU, in a folder of its own", () => {
  const { id, wheel, tested } = nativeLibrary({ ...LINUX, gpu: true });
  assert.equal(id, "tensorflow-2.21.0-linux-x86_64-gpu");
  assert.equal(wheel.package, "tensorflow");
  assert.equal(tested, false);
});

Deno.test("nativeLibrary() knows a Mac with Apple silicon and Linux on ARM", () => {
  const mac = nativeLibrary({ os: "darwin", arch: "aarch64", cache: "/cache" });
  assert.equal(mac.libraries[0], "tensorflow/libtensorflow_cc.2.dylib");
  assert.match(mac.wheel.file, /macosx_12_0_arm64\.whl$/);
  const arm = nativeLibrary({ os: "linux", arch: "aarch64", cache: "/cache" });
  assert.match(arm.wheel.file, /manylinux_2_27_aarch64\.whl$/);
});

Deno.test("nativeLibrary() names the way out where there is no wheel", () => {
  const tell = (os: string, arch: string, gpu = false) => () =>
    nativeLibrary({ os, arch, gpu, cache: "/cache" });
  assert.throws(tell("windows", "x86_64"), /no wheel .* install WSL 2 \("wsl --install"/);
  assert.throws(tell("darwin", "x86_64"), /on darwin x86_64: .* Apple silicon/);
  assert.throws(tell("linux", "aarch64", true), /with CUDA: .* CXR_DEVICE=cpu/);
});

Deno.test("cacheDir() is CXR_CACHE, else in the user's cache folder", () => {
  const home = { HOME: "/home/ada" };
  assert.equal(cacheDir({ ...home, CXR_CACHE: "/srv/class" }, "linux"), "/srv/class");
  assert.equal(cacheDir({ ...home, XDG_CACHE_HOME: "/x" }, "linux"), "/x/chest-xray-notebooks");
  assert.equal(cacheDir(home, "linux"), "/home/ada/.cache/chest-xray-notebooks");
  assert.equal(cacheDir(home, "darwin"), "/home/ada/Library/Caches/chest-xray-notebooks");
  assert.throws(() => cacheDir({}, "linux"), /HOME is not set; set CXR_CACHE/);
});
