import assert from "node:assert/strict";
import { seededRandom } from "lib/random/seeded.ts";
import { joinText, type Output } from "../../tools/notebook/notebook.ts";
import { fixtureFolder } from "../notebook_fixture.ts";
import { labParts, openLab } from "./open_lab.ts";
import { timesAsked } from "./times_asked.ts";

const NUM_CELLS = 600;

/** A small cell and what must stand under it. */
interface SmallCell {
  code: string;
  shows: string[];
}

/** Cells that print, end with a value, show HTML, or all of it, each with a word of its own. */
function smallCells(seed: number): SmallCell[] {
  const random = seededRandom(seed);
  return Array.from({ length: NUM_CELLS }, (_, i) => {
    const word = `cell-${i}-${Math.floor(random() * 1e6)}`;
    const kinds: SmallCell[] = [
      { code: `console.log("${word}");`, shows: [`${word}\n`] },
      { code: `"${word}"`, shows: [`"${word}"`] },
      {
        code: `await Deno.jupyter.display({ "text/html": "<b>${word}</b>" }, { raw: true });`,
        shows: [`<b>${word}</b>`],
      },
      {
        code:
          `for (let k = 0; k < 3; k++) console.log("${word}", k);\n({ outerHTML: "<i>${word}</i>" })`,
        shows: [`${word} 0\n${word} 1\n${word} 2\n`, `<i>${word}</i>`],
      },
      { code: `const word${i} = "${word}";`, shows: [] },
    ];
    return kinds[Math.floor(random() * kinds.length)];
  });
}

/** What a reader sees of an output. */
function seen(output: Output): string {
  if (output.output_type === "stream") return joinText(output.text);
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  return joinText((output.data["text/html"] ?? output.data["text/plain"]) as string);
}

Deno.test("Run All puts the outputs of 600 small cells under their cells", async () => {
  const parts = labParts();
  if (!parts) return;
  await using folder = await fixtureFolder();
  await using lab = await openLab(parts);
  for (let time = 1; time <= timesAsked(); time++) {
    const cells = smallCells(time);
    const path = await folder.write(`small-${time}.ipynb`, [
      'import "lib/kernel/notebook.ts";',
      ...cells.map(({ code }) => code),
    ]);
    const notebook = await lab.open(path);
    const started = performance.now();
    await notebook.restartAndRunAll();
    const seconds = (performance.now() - started) / 1000;
    const outputs = (await notebook.cells()).slice(1).map((cell) => cell.outputs.map(seen));
    await notebook.close();

    const lost = cells.filter(({ shows }, i) => shows.some((text) => !outputs[i].includes(text)));
    const misplaced = outputs.filter((texts, i) =>
      texts.some((text) => !cells[i].shows.includes(text))
    );
    console.log(
      `${NUM_CELLS} cells in ${seconds.toFixed(1)} s: ${lost.length} lost, ` +
        `${misplaced.length} misplaced`,
    );
    assert.deepEqual(outputs, cells.map(({ shows }) => shows));
  }
});
