import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { listFiles } from "lib/data/list_files.ts";
import { tempDir, writeFolder } from "./test_films.ts";

const DICOM = new Uint8Array(132);
DICOM.set(new TextEncoder().encode("DICM"), 128);

Deno.test("listFiles() lists a tree by path, with sizes, without what systems leave behind", async () => {
  const dir = await writeFolder({
    "b/2.png": "12",
    "b/.DS_Store": "x",
    "__MACOSX/b/2.png": "x",
    "a.txt": "1",
    "b/c/3.png": "123",
  });
  assert.deepEqual(await listFiles(dir), [
    { path: "a.txt", bytes: 1 },
    { path: "b/2.png", bytes: 2 },
    { path: "b/c/3.png", bytes: 3 },
  ]);
});

Deno.test("listFiles() follows links, eight levels deep, and lists one that leads nowhere", async () => {
  const dir = await writeFolder({ "a/1.png": "1" });
  await Deno.symlink(join(dir, "a"), join(dir, "link"));
  await Deno.symlink(dir, join(dir, "a/loop"));
  await Deno.symlink(join(dir, "gone"), join(dir, "nowhere"));
  const files = await listFiles(dir);
  assert(files.some(({ path }) => path === "link/1.png"));
  assert.equal(Math.max(...files.map(({ path }) => path.split("/").length)), 9);
  assert(Number.isNaN(files.find(({ path }) => path === "nowhere")!.bytes));
});

Deno.test("listFiles() says which folder it cannot read", async () => {
  await assert.rejects(() => listFiles("no/such/folder"), {
    message: /^Cannot read folder "no\/such\/folder": /,
  });
});

Deno.test("listFiles() looks into many nameless files with few files open at a time", async () => {
  const dir = await tempDir();
  for (let i = 0; i < 600; i++) await Deno.writeFile(join(dir, `IM${i}`), DICOM);
  const module = fromFileUrl(new URL("../../lib/data/list_files.ts", import.meta.url));
  const code = `import { listFiles } from ${JSON.stringify(`file://${module}`)};
    const files = await listFiles(${JSON.stringify(dir)});
    console.log(files.length, files.filter(({ isDicom }) => isDicom).length);`;
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `ulimit -n 150 && printf '%s' "$CODE" | "$DENO" run --allow-read -`],
    env: { CODE: code, DENO: Deno.execPath() },
    cwd: fromFileUrl(new URL("../../", import.meta.url)),
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "600 600\n");
});
