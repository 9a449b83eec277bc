import assert from "node:assert/strict";
import { drawPhantom, drawPhantomParts, PHANTOM_CLASSES } from "lib/data/phantom.ts";

const size = 64;

Deno.test("drawPhantom() draws the same bytes for the same seed, others for another", () => {
  for (const label of PHANTOM_CLASSES) {
    const film = drawPhantom({ label, seed: 5, imageSize: size });
    assert.deepEqual(film, drawPhantom({ label, seed: 5, imageSize: size }));
    assert.notDeepEqual(film, drawPhantom({ label, seed: 6, imageSize: size }));
  }
});

Deno.test("drawPhantom() fills the grey scale of each film without being mostly black or white", () => {
  for (let seed = 0; seed < 30; seed++) {
    const film = drawPhantom({
      label: PHANTOM_CLASSES[seed % 3],
      seed,
      imageSize: size,
    });
    assert.equal(film.length, size * size);
    const mean = average(film);
    assert(mean > 30 && mean < 200, `seed ${seed}: mean ${mean}`);
    const sorted = film.toSorted();
    const range = sorted[Math.floor(0.98 * sorted.length)] -
      sorted[Math.floor(0.02 * sorted.length)];
    assert(range > 100, `seed ${seed}: range ${range}`);
  }
});

Deno.test("drawPhantom() draws the same patient at every size", () => {
  for (const [label, seed] of [["Normal", 1], ["Viral Pneumonia", 2], ["COVID-19", 3]] as const) {
    const reference = drawPhantom({ label, seed, imageSize: 128 });
    for (const [imageSize, to, least] of [[64, 64, 0.99], [256, 128, 0.98], [512, 128, 0.98]]) {
      const film = drawPhantom({ label, seed, imageSize });
      const similarity = correlation(
        shrinkBytes(film, imageSize, to),
        shrinkBytes(reference, 128, to),
      );
      assert(similarity > least, `${label} at ${imageSize}: ${similarity}`);
    }
  }
});

Deno.test("drawPhantom() draws odd sizes and the largest one", () => {
  for (const imageSize of [65, 100, 1024]) {
    assert.equal(
      drawPhantom({ label: "Normal", seed: 1, imageSize }).length,
      imageSize * imageSize,
    );
  }
});

Deno.test("drawPhantom() draws films of unrelated patients that are no copies of each other", () => {
  const films = Array.from(
    { length: 60 },
    (_, seed) => drawPhantom({ label: PHANTOM_CLASSES[seed % 3], seed, imageSize: size }),
  );
  const pairs = films.flatMap((a, i) => films.slice(i + 1).map((b) => correlation(a, b)));
  const nearest = Math.max(...pairs);
  assert(nearest < 0.97, `nearest pair ${nearest}`); // .98 counts as a copy
});

Deno.test("drawPhantom() draws a patient's second film in another position, with the same disease", () => {
  const draw = (seed: number, patientSeed?: number) =>
    drawPhantomParts({ label: "Viral Pneumonia", seed, patientSeed, imageSize: size });
  const [first, second, stranger] = [draw(1), draw(2, 1), draw(2)];
  assert.notDeepEqual(first.pixels, second.pixels);
  assert.equal(second.age, first.age);
  assert.equal(second.sex, first.sex);
  const related = correlation(first.disease, second.disease);
  assert(related > correlation(first.disease, stranger.disease), `${related}`);
  assert(related > 0.6, `${related}`);
});

Deno.test("drawPhantom() plants the letter in the corner and changes nothing else", () => {
  const options = { label: "COVID-19", seed: 4, imageSize: 128 };
  const plain = drawPhantom(options);
  const planted = drawPhantom({ ...options, shortcut: { "COVID-19": "P" } });
  let changed = 0;
  planted.forEach((grey, i) => {
    if (grey === plain[i]) return;
    changed++;
    assert(grey > plain[i]);
    assert(i % 128 > 0.88 * 128 && Math.floor(i / 128) > 0.86 * 128, `pixel ${i}`);
  });
  assert(changed > 20, `${changed} pixels`);
  assert.deepEqual(drawPhantom({ ...options, shortcut: { Normal: "P" } }), plain);
});

Deno.test("drawPhantomParts() tells where lungs and disease are", () => {
  const share = { Normal: [0, 0], "COVID-19": [0.05, 0.6], "Viral Pneumonia": [0.03, 0.6] };
  for (const label of PHANTOM_CLASSES) {
    for (let seed = 10; seed < 16; seed++) {
      const { lungs, disease } = drawPhantomParts({ label, seed, imageSize: size });
      const area = lungs.filter((air) => air > 0).length;
      assert(area > 0.12 * size * size && area < 0.6 * size * size, `lungs ${area}`);
      assert(
        disease.every((value, i) => value >= 0 && value <= 1 && (value === 0 || lungs[i] > 0)),
      );
      const ill = disease.reduce((sum, value) => sum + value, 0) / area;
      const [least, most] = share[label];
      assert(ill >= least && ill <= most, `${label} ${seed}: ${ill}`);
    }
  }
});

Deno.test("drawPhantomParts() puts ground glass in both lungs, a consolidation in one", () => {
  for (let seed = 20; seed < 26; seed++) {
    const halves = (label: string) => {
      const { disease } = drawPhantomParts({ label, seed, imageSize: size });
      const sums = [0, 0];
      disease.forEach((value, i) => sums[i % size < size / 2 ? 0 : 1] += value);
      return Math.min(...sums) / Math.max(...sums);
    };
    assert(halves("COVID-19") > 0.1, `seed ${seed}`);
    assert(halves("Viral Pneumonia") < 0.25, `seed ${seed}`); // the midline may lie off the middle
  }
});

Deno.test("drawPhantom() throws for what it cannot draw", () => {
  const options = { label: "Normal", seed: 1, imageSize: size };
  const cases: [object, string][] = [
    [
      { label: "Fracture" },
      'Cannot draw a phantom of "Fracture": expected one of COVID-19, Normal, Viral Pneumonia',
    ],
    [
      { imageSize: 32 },
      "Cannot draw a phantom 32 pixels wide: expected a whole number from 64 to 1024",
    ],
    [
      { imageSize: 99.5 },
      "Cannot draw a phantom 99.5 pixels wide: expected a whole number from 64 to 1024",
    ],
    [{ seed: 0.5 }, "Cannot draw a phantom of seed 0.5: expected a whole number"],
    [
      { shortcut: { Covid: "P" } },
      'Cannot plant a shortcut for "Covid": expected one of COVID-19, Normal, Viral Pneumonia',
    ],
    [{ shortcut: { Normal: "?" } }, 'Cannot plant "?": expected one letter of ACEHLNPRSTVX'],
  ];
  for (const [wrong, message] of cases) {
    assert.throws(() => drawPhantom({ ...options, ...wrong }), { name: "RangeError", message });
  }
});

function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [average(a), average(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

function shrinkBytes(film: Uint8Array, from: number, to: number): Float64Array {
  const sums = new Float64Array(to * to);
  film.forEach((grey, i) => {
    const row = Math.floor(Math.floor(i / from) * to / from);
    sums[row * to + Math.floor((i % from) * to / from)] += grey;
  });
  return sums;
}
