import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { buildMobileNetV2 } from "../../bench/ours/mobilenet_v2.ts";

Deno.test("buildMobileNetV2() has the parameters of Keras's network", async () => {
  // keras.applications.MobileNetV2(alpha=0.35, include_top=False).count_params() == 410208
  await startEngine({ seed: 1 });
  const model = buildMobileNetV2({ imageSize: [96, 96], numClasses: 3 });
  assert.equal(model.countParams(), 410_208 + 1280 * 3 + 3);
  model.dispose();
});
