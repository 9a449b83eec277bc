import assert from "node:assert/strict";
import { missingWhiteness, whiten } from "lib/data/phantom/balance.ts";
import { addBlock } from "lib/data/phantom/block.ts";
import { blur, blurWidely } from "lib/data/phantom/blur.ts";
import { smoothCurve } from "lib/data/phantom/curve.ts";
import { drawExposure, expose } from "lib/data/phantom/exposure.ts";
import { emptyPlate, invertPose } from "lib/data/phantom/plate.ts";
import { profileAt, smoothProfile } from "lib/data/phantom/profile.ts";
import { shrink } from "lib/data/phantom/shrink.ts";
import { smoothNoise } from "lib/data/phantom/smooth_noise.ts";
import { addTube } from "lib/data/phantom/tube.ts";
import { seededRandom } from "lib/random/seeded.ts";

Deno.test("smoothProfile() passes through its knots and never overshoots", () => {
  const profile = smoothProfile([[0, 0], [1, 1], [2, 1], [4, -1]]);
  for (const [t, value] of [[0, 0], [1, 1], [2, 1], [4, -1], [-5, 0], [9, -1]]) {
    assert(Math.abs(profileAt(profile, t) - value) < 1e-3, `${t}: ${profileAt(profile, t)}`);
  }
  for (let t = 0; t <= 4; t += 0.01) assert(Math.abs(profileAt(profile, t)) <= 1);
  assert.equal(profileAt(profile, 1.5), 1); // flat between equal knots
});

Deno.test("invertPose() gives the map back to where one came from", () => {
  const pose = { a: 3, b: -1, c: 5, d: 0.5, e: 2, f: -7 };
  const back = invertPose(pose);
  const [u, v] = [pose.a * 2 + pose.b * 9 + pose.c, pose.d * 2 + pose.e * 9 + pose.f];
  assert(Math.abs(back.a * u + back.b * v + back.c - 2) < 1e-12);
  assert(Math.abs(back.d * u + back.e * v + back.f - 9) < 1e-12);
});

Deno.test("addTube() is thickest in the middle when solid, at the wall when hollow", () => {
  const line = [-1, 1].map((x) => ({ x, y: 0, radius: 0.5, strength: 2 }));
  const column = (wall: number) => {
    const plate = emptyPlate(41);
    addTube(plate, line, wall);
    return Array.from({ length: 41 }, (_, y) => plate.values[y * 41 + 20]);
  };
  const solid = column(1);
  assert.equal(solid[20], 2);
  const half = 5 / (0.5 * 20.5); // five pixels off the axis, in radii
  assert(Math.abs(solid[25] - 2 * Math.sqrt(1 - half * half)) < 1e-6);
  const hollow = column(0.2);
  assert(hollow.indexOf(Math.max(...hollow)) < 14, "brightest near its edge");
  assert.equal(hollow[0], 0);
});

Deno.test("addTube() keeps the sum of a tube that is thinner than a pixel", () => {
  const sum = (size: number) => {
    const plate = emptyPlate(size);
    addTube(plate, [-0.6, 0.6].map((x) => ({ x, y: 0.4 * x, radius: 0.02, strength: 1 })));
    return plate.values.reduce((a, b) => a + b, 0) / (size * size);
  };
  const large = sum(400);
  assert(Math.abs(sum(48) / large - 1) < 0.05, `${sum(48)} and ${large}`);
});

Deno.test("addTube() counts joints once", () => {
  const plate = emptyPlate(41);
  const point = (x: number) => ({ x, y: 0, radius: 0.3, strength: 1 });
  addTube(plate, [-0.8, -0.2, 0, 0, 0.3, 0.8].map(point));
  assert(Math.max(...plate.values) <= 1);
});

Deno.test("addBlock() is flat inside, 0 outside, and takes away when below 0", () => {
  const plate = emptyPlate(40);
  addBlock(plate, { x: 0.5, y: 0, halfWidth: 0.4, halfHeight: 0.2, strength: -2, softness: 0.3 });
  assert.equal(plate.values[20 * 40 + 30], -2);
  assert.equal(plate.values[20 * 40 + 10], 0);
});

Deno.test("smoothCurve() passes through its points", () => {
  const fine = smoothCurve([[0, 0, 1, 5], [1, 2, 3, 5], [2, 0, 1, 5]]);
  assert.equal(fine.length, 17);
  assert.deepEqual(fine[8], { x: 1, y: 2, radius: 3, strength: 5 });
  assert.deepEqual(fine[16], { x: 2, y: 0, radius: 1, strength: 5 });
});

Deno.test("smoothNoise() is continuous, bounded and has mean 0", () => {
  const noise = smoothNoise(seededRandom(1));
  let sum = 0;
  for (let i = 0; i < 4000; i++) {
    const [x, y] = [i * 0.37 - 40, i * 0.11];
    const value = noise(x, y);
    assert(Math.abs(value) <= 1);
    assert(Math.abs(value - noise(x + 1e-6, y - 1e-6)) < 1e-4);
    sum += value;
  }
  assert(Math.abs(sum / 4000) < 0.05);
});

Deno.test("blur() keeps the sum and blurWidely() a constant", () => {
  const dot = new Float32Array(21 * 21);
  dot[10 * 21 + 10] = 1;
  const soft = blur(dot, 1.5);
  assert(Math.abs(soft.reduce((a, b) => a + b) - 1) < 1e-5);
  assert(Math.abs(soft[10 * 21 + 12] - soft[12 * 21 + 10]) < 1e-7);
  assert.equal(dot[10 * 21 + 10], 1); // its input stays
  assert(blurWidely(new Float32Array(40 * 40).fill(2), 1).every((x) => Math.abs(x - 2) < 1e-5));
});

Deno.test("shrink() averages blocks", () => {
  assert.deepEqual([...shrink(Float32Array.from({ length: 16 }, (_, i) => i), 2)], [
    2.5,
    4.5,
    10.5,
    12.5,
  ]);
});

Deno.test("expose() is darker where more light arrives", () => {
  const ramp = Float32Array.from({ length: 64 * 64 }, (_, i) => 4 * (i % 64) / 63);
  const exposure = { ...drawExposure(seededRandom(1)), grain: 0 };
  const greys = expose(ramp, exposure, seededRandom(2));
  for (let x = 1; x < 64; x++) assert(greys[x] >= greys[x - 1], `column ${x}`);
  assert(greys.every((grey) => grey >= 0 && grey <= 1));
});

Deno.test("whiten() adds as much as is asked for, up to solid", () => {
  assert.equal(whiten(0.3, 0).toFixed(9), "0.300000000");
  assert(whiten(0.3, 0.1) > 0.3);
  assert.equal(whiten(0.3, 5).toFixed(9), "1.000000000");
});

Deno.test("missingWhiteness() is never below 0 and largest where there is no disease", () => {
  for (let across = 0; across <= 1; across += 0.1) {
    for (let down = 0; down <= 1; down += 0.1) {
      const none = missingWhiteness("none", across, down);
      for (const disease of ["consolidation", "ground-glass"] as const) {
        const missing = missingWhiteness(disease, across, down);
        assert(missing >= 0 && missing <= none + 1e-12);
      }
    }
  }
  assert(missingWhiteness("none", 0.8, 0.6) > 0.1);
});
