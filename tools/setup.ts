import { cacheDir } from "lib/engine/native_library.ts";
import { missingParts } from "./setup/missing_parts.ts";

// `deno task setup`: makes everything ready. Before every other task it runs with --if-needed,
// where it must cost next to nothing: what does the work is loaded only where something is missing.

if (import.meta.main) {
  const project = `${import.meta.dirname}/..`;
  const target = {
    project: Deno.realPathSync(project),
    cache: cacheDir(),
    device: Deno.env.get("CXR_DEVICE") || "auto",
  };
  const missing = await missingParts(target);
  const asked = !Deno.args.includes("--if-needed");
  if (missing.length > 0 || asked) {
    // A path in a variable keeps the installer and its npm packages out of this module's graph.
    const installer = "./setup/set_up.ts";
    const { runSetUp } = await import(installer) as typeof import("./setup/set_up.ts");
    Deno.exit(await runSetUp({ ...target, asked }));
  }
}
