import { resolve } from "@std/path";
import { parseArgs } from "node:util";
import { startEngine } from "lib/engine/start.ts";
import { predictFilm } from "lib/experiments/predict_film.ts";
import { loadBundle, NOT_FOR_DIAGNOSIS } from "lib/models/model_bundle.ts";

const USAGE = `deno task predict FILE… --model DIR [--json]

  --model DIR   a model that "deno task train" or a notebook wrote: …/seed-1/model
  --json        one JSON object on standard output

${NOT_FOR_DIAGNOSIS}`;

/** Asks a model about films and prints its answers. */
async function predict(args: string[], caller: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: {
      model: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
    allowPositionals: true,
  });
  if (values.help || args.length === 0) {
    console.log(USAGE);
    return 0;
  }
  if (!values.model) throw new RangeError("Option --model is missing: name the model's folder");
  if (positionals.length === 0) throw new RangeError("No film is named; see --help");

  await startEngine();
  const bundle = await loadBundle(resolve(caller, values.model));
  const { id, title, classNames, training } = bundle.info;
  let failed = 0;
  const films = [];
  for (const film of positionals) {
    try {
      const answer = await predictFilm(bundle, resolve(caller, film));
      films.push({
        film,
        class: answer.className,
        probabilities: Object.fromEntries(
          classNames.map((name, i) => [name, answer.probabilities[i]]),
        ),
      });
    } catch (error) {
      failed++;
      films.push({ film, error: (error as Error).message });
    }
  }
  if (values.json) {
    const model = { id, title, data: training.data };
    console.log(JSON.stringify({ notice: NOT_FOR_DIAGNOSIS, model, films }, null, 2));
  } else {
    console.log(`Model ${id}: ${title}, trained on ${training.data}`);
    for (const { film, class: className, probabilities, error } of films) {
      const numbers = Object.entries(probabilities ?? {})
        .map(([name, p]) => `${name} ${(100 * p).toFixed(1)} %`).join(", ");
      if (error) console.error(error);
      else console.log(`${film}: ${className} (${numbers})`);
    }
    console.log(NOT_FOR_DIAGNOSIS);
  }
  return failed > 0 ? 1 : 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await predict(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd()));
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
