import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { BACKBONE_NAMES, openBackbone } from "lib/training/open_backbone.ts";

const FOLDERS = { weightsDir: "nowhere", cacheDir: "nowhere" };

Deno.test("openBackbone() knows ImageNet's networks, the phantoms' and random VGG16", async () => {
  assert.deepEqual(BACKBONE_NAMES, [
    "mobilenet-v1",
    "mobilenet-v2",
    "squeezenet",
    "vgg16",
    "phantom",
    "vgg16-random",
  ]);
  await startEngine();
  const backbone = await openBackbone("vgg16-random", { ...FOLDERS, imageSize: [32, 32] });
  assert.equal(backbone.name, "vgg16-random");
  backbone.model.dispose();
});

Deno.test("openBackbone() tells unknown names, missing weights and scales that do not fit", async () => {
  await assert.rejects(() => openBackbone("VGG16", FOLDERS), {
    name: "RangeError",
    message: `Cannot open backbone "VGG16": expected one of ${BACKBONE_NAMES.join(", ")}`,
  });
  await assert.rejects(() => openBackbone("vgg16", FOLDERS), {
    name: "TypeError",
    message: /^Cannot load backbone "vgg16": nothing at "nowhere/,
  });
  await assert.rejects(() => openBackbone("phantom", { ...FOLDERS, scale: "caffe" }), {
    name: "RangeError",
    message: 'Cannot feed the phantom backbone "caffe" pixels: it is "unit"',
  });
});
