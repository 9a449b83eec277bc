import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { checkLinks, checkNotebooks } from "../../tools/check_notebooks.ts";
import { brokenLinks } from "../../tools/notebook/broken_links.ts";
import { checkFormat } from "../../tools/notebook/check_format.ts";
import { extractCells } from "../../tools/notebook/extract_cells.ts";
import { injectParameters, parameterNames } from "../../tools/notebook/parameters.ts";
import { type CellText, fixtureFolder, makeNotebook } from "../notebook_fixture.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));

const good: CellText[] = [
  "# Title\n\nA [link](good.ipynb) and a [page](https://example.org).",
  'import { stopSignal } from "lib/kernel/notebook.ts";',
  { parameters: 'let profile: "quick" | "full" = "quick";\nlet seed = 1;' },
  "# Then",
  'const epochs = profile === "full" ? 20 : seed;\nepochs;',
  "await Promise.resolve(stopSignal().aborted);",
];

function messages(cells: CellText[]): string[] {
  return checkFormat("x.ipynb", makeNotebook(cells)).map(({ place, message }) =>
    place === "" ? message : `${place}: ${message}`
  );
}

Deno.test("checkNotebooks() finds nothing in a notebook that keeps the rules", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("good.ipynb", good);
  assert.deepEqual(await checkNotebooks([path], { root }), []);
});

Deno.test("checkNotebooks() names notebook, cell and line of errors of type and lint", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("bad.ipynb", [
    ...good.slice(1),
    "# Title",
    'const label = "a";\nlabel.toFixed(2)',
    "const epochs = 3;\nvar unused = 1;",
  ]);
  const text = (await checkNotebooks([path], { root })).join("\n");
  assert.match(text, /bad\.ipynb: First cell is not Markdown/);
  assert.match(text, /TS2551[^]*toFixed[^]*bad\.ipynb, code cell 5, line 2/);
  assert.match(text, /redeclare[^]*bad\.ipynb, code cell 6, line 1/);
  assert.match(text, /Two cells declare one name/);
  assert.match(text, /bad\.ipynb, code cell 6, line 2: .*no-var/);
});

Deno.test("checkNotebooks() tells where the formatter would change a cell, and does it", async () => {
  await using folder = await fixtureFolder();
  const path = await folder.write("good.ipynb", [...good, "# More", "const a   = 1;\na;"]);
  assert.deepEqual(
    (await checkNotebooks([path], { root })).map((text) => text.slice(text.indexOf("good.ipynb"))),
    [
      "good.ipynb, code cell 5, line 1: Format: expected `const a = 1;`; " +
      "run: deno task check-notebooks --fix",
    ],
  );
  assert.deepEqual(await checkNotebooks([path], { root, fix: true }), []);
  assert.deepEqual(await checkNotebooks([path], { root }), []);
});

Deno.test("checkFormat() names each rule that is broken", () => {
  assert.deepEqual(messages(["1"]), [
    'First cell is not Markdown with a title ("# …")',
    'First code cell does not import from "lib/kernel/"',
    'Expected one code cell tagged "parameters" but found 0',
    "0 Markdown cells explain 1 code cells; write more of them",
  ]);
  const long = Array.from({ length: 16 }, (_, i) => `${i};`).join("\n");
  assert.deepEqual(messages([...good.slice(0, 4), long, "", "# See [it](none.md#a)", "# b"]), [
    'markdown cell 1, line 3: Link to "good.ipynb" leads nowhere',
    "code cell 3: Cell has 16 lines, more than 15; move a function to lib/",
    "code cell 4: Cell is empty",
    'markdown cell 3, line 1: Link to "none.md#a" leads nowhere',
  ]);
});

Deno.test("checkNotebooks() names cell and line of what cannot be read or imported", async () => {
  await using folder = await fixtureFolder();
  const missing = 'import { nothing } from "lib/no/such.ts";\nnothing();';
  const unknown = 'import { noSuchName } from "lib/data/csv.ts";\nnoSuchName();';
  const texts: string[] = [];
  for (const cell of [missing, unknown, "1;\nconst a = ;"]) {
    const path = await folder.write("good.ipynb", [...good, "# More", cell]);
    texts.push((await checkNotebooks([path], { root })).join("\n"));
  }
  assert.match(texts[0], /Cannot find module 'lib\/no\/such\.ts'[^]*code cell 5, line 1/);
  assert.match(texts[1], /TS2305[^]*noSuchName[^]*code cell 5, line 1/);
  assert.match(texts[2], /good\.ipynb, code cell 5, line 2[^]*Expression expected/i);
});

Deno.test("checkFormat() names the line of a parameter that is no literal", () => {
  const cells = [...good];
  cells[2] = { parameters: 'let seed = 1; // first\n\nlet out = join("a");' };
  assert.deepEqual(messages(cells).slice(1), [
    'code cell 2, line 3: Cannot read parameter "let out = join("a");": write one literal a line, ' +
    "such as `let seed = 1;`",
  ]);
});

Deno.test("checkFormat() finds a needed notebook that is not there", () => {
  const notebook = makeNotebook(good.slice(1));
  notebook.metadata.needs = ["00_nothing"];
  assert.match(
    checkFormat("x.ipynb", notebook).map(({ message }) => message).join("\n"),
    /Metadata "needs" names "00_nothing", which is not there/,
  );
});

Deno.test("brokenLinks() finds missing files and headings, not those in code or in the net", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/README.md`;
    await Deno.writeTextFile(`${folder}/there.md`, "# One, two & three\n");
    const text = [
      "# The top",
      "[a](there.md) [b](there.md#one-two--three) [c](#the-top) [d](https://example.org/none)",
      "```md",
      "[code](none.md)",
      "``` ",
      "`[code](none.md)` ![e](none.png) [f](there.md#four)",
      '<img src="none.svg"> [g](#bottom)',
    ].join("\n");
    assert.deepEqual(brokenLinks(text, path), [
      { line: 6, target: "none.png" },
      { line: 6, target: "there.md#four" },
      { line: 7, target: "none.svg" },
      { line: 7, target: "#bottom" },
    ]);
    await Deno.writeTextFile(path, text);
    assert.deepEqual(
      (await checkLinks([path], folder))[0],
      'README.md, line 6: Link to "none.png" leads nowhere',
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("checkFormat() finds outputs, counts, doubled ids and another kernel", () => {
  const notebook = makeNotebook(["# Title", "1"]);
  notebook.cells[1].outputs = [{ output_type: "stream", name: "stdout", text: "a" }];
  notebook.cells[1].execution_count = 1;
  notebook.cells[1].id = notebook.cells[0].id;
  notebook.metadata.kernelspec!.name = "python3";
  const found = checkFormat("x.ipynb", notebook).map(({ message }) => message).join("\n");
  for (const part of ["has outputs", "execution count", "of an earlier cell", 'not "deno"']) {
    assert(found.includes(part), part);
  }
});

Deno.test("extractCells() leaves out an import that an earlier cell made", () => {
  const { source, lines } = extractCells(
    makeNotebook(['import { a } from "x";', 'import { a } from "x";\na()', "[1].length"]),
  );
  assert.equal(source, 'import { a } from "x";\n;\n\na()\n;\n[1].length\n;\nexport {};\n');
  assert.deepEqual(lines[3], { cell: 2, line: 2 });
  assert.equal(lines[4], null);
});

Deno.test("parameterNames() takes literals only", () => {
  assert.deepEqual(
    parameterNames(
      '// where\nlet data: string = "a;b"; // films\nlet rate = -1e-3;\nlet on = true;',
    ),
    ["data", "rate", "on"],
  );
  for (const line of ["const seed = 1;", "let seed = 1 + 1;", "let out = join(a);"]) {
    assert.throws(() => parameterNames(line), SyntaxError);
  }
});

Deno.test("injectParameters() leaves the notebook as it is", () => {
  const notebook = makeNotebook([{ parameters: "let seed = 1;" }]);
  const before = structuredClone(notebook);
  assert.equal(injectParameters(notebook, { seed: 2 }).cells.length, 2);
  assert.deepEqual(notebook, before);
});
