/** @jsxImportSource preact */
import { cardSections } from "lib/models/model_card.ts";
import type { ModelState } from "./page_state.ts";

/** The model's card: what it is, how good, and what it cannot do. */
export function AboutModel({ model }: { model: ModelState }) {
  if (model.status !== "ready") return null;
  const { info, numModels, backend, difference } = model.model;
  return (
    <section class="card about" aria-labelledby="model-heading">
      <h2 id="model-heading">Model card</h2>
      {info.training.data === "phantom" && (
        <p class="phantom-note">
          This model was trained on phantom films, which the project draws. It shows how the page
          works and says nothing about real lungs: on most real films it keeps silent.
        </p>
      )}
      <div class="columns">
        {cardSections(info).map(({ heading, lines }) => (
          <div key={heading}>
            <h3>{heading}</h3>
            <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
          </div>
        ))}
        <div>
          <h3>In this browser</h3>
          <ul>
            {numModels > 1 && (
              <li>{numModels} networks answer together: their mean, and how far they disagree</li>
            )}
            <li>Computes with {backend === "webgl" ? "WebGL" : "WebAssembly"}</li>
            <li>
              Self-check: probabilities differ by at most {difference.toExponential(0)}{" "}
              from TensorFlow’s own
            </li>
            <li>Pixels: libvips, as on the command line and in the notebooks</li>
          </ul>
        </div>
      </div>
    </section>
  );
}
