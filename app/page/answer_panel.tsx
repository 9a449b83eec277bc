/** @jsxImportSource preact */
import type { ModelState, PageFilm } from "./page_state.ts";
import { ProbabilityBars } from "./probability_bars.tsx";

/** What the model says of the film, or why it says nothing. */
export function AnswerPanel({ film, model }: { film: PageFilm | undefined; model: ModelState }) {
  return <div class="answer card">{content(film, model)}</div>;
}

function content(film: PageFilm | undefined, model: ModelState) {
  if (model.status === "failed") {
    return (
      <>
        <h2>The model did not load</h2>
        <p>{model.reason}</p>
      </>
    );
  }
  if (!film) return null;
  if (film.status === "waiting" || film.status === "reading" || model.status === "loading") {
    return (
      <h2 class="busy">{film.status === "waiting" ? "Waiting its turn" : "Looking at it"} …</h2>
    );
  }
  if (film.status === "refused") {
    return (
      <>
        <p class="eyebrow bad">Not read</p>
        <h2>This file cannot be read</h2>
        <Reasons reasons={film.reasons} />
      </>
    );
  }
  if (film.status === "abstained") {
    return (
      <>
        <p class="eyebrow">No answer</p>
        <h2>The network keeps silent</h2>
        <Reasons reasons={film.reasons} />
        <p class="muted">
          A network answers to any picture at all, a cat’s too. This one is asked only where the
          picture resembles the films it was trained on.
        </p>
      </>
    );
  }
  const { info, numModels, backend } = model.model;
  return (
    <>
      <p class="eyebrow">The network calls it</p>
      <h2 class="called">{film.answer?.className}</h2>
      <ProbabilityBars info={info} answer={film.answer!} />
      <p class="muted">
        {info.classNames.length === 2
          ? `${info.classNames[1]} is called from ${percent(info.threshold)} on${
            info.thresholdBasis ? ` (${info.thresholdBasis})` : ""
          }.`
          : "The likeliest class is called."}{" "}
        {numModels > 1 && `Lines reach from the least to the greatest of ${numModels} networks. `}
        {info.temperature === 1 && "The probabilities are not calibrated. "}
        They are the network’s, not a patient’s.
      </p>
      <p class="muted timing">
        Read and judged in {(film.milliseconds / 1000).toFixed(2)} s on this{" "}
        {backend === "webgl" ? "computer’s graphics card" : "computer’s processor"}
      </p>
    </>
  );
}

function Reasons({ reasons }: { reasons: readonly string[] }) {
  return (
    <ul class="reasons">{reasons.map((reason) => <li key={reason}>{sentence(reason)}</li>)}</ul>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
