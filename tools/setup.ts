import { cacheDir } from "lib/engine/native_library.ts";
import { missingParts, type SetupTarget } from "./setup/missing_parts.ts";

// `deno task setup`: makes everything ready. Before every other task it runs with --if-needed,
// where it must cost next to nothing: what does the work is loaded only where something is missing.

type SetUpOptions = SetupTarget & { asked: boolean };

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
    // A path in a variable, and no type from it: the installer and its npm packages stay out of
    // this module's graph, which Deno resolves at every start.
    const installer = "./setup/set_up.ts";
    const { runSetUp }: { runSetUp: (options: SetUpOptions) => Promise<number> } = await import(
      installer
    );
    Deno.exit(await runSetUp({ ...target, asked }));
  }
}
