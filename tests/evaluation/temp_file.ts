const made: string[] = [];

addEventListener("unload", () => made.forEach((dir) => Deno.removeSync(dir, { recursive: true })));

/** Returns a path in a new folder that goes when the tests end, with the content if there is one. */
export async function tempFile(name: string, content?: string): Promise<string> {
  const dir = await Deno.makeTempDir();
  made.push(dir);
  if (content !== undefined) await Deno.writeTextFile(`${dir}/${name}`, content);
  return `${dir}/${name}`;
}
