/** @jsxImportSource preact */
/// <reference lib="dom" />
import { useEffect, useState } from "preact/hooks";
import type { OpenedModel } from "../model/model_worker.ts";
import { HeatCanvas } from "./heat_canvas.tsx";
import { InputCanvas } from "./input_canvas.tsx";
import type { PageFilm } from "./page_state.ts";

interface ViewerProps {
  film: PageFilm | undefined;
  model: OpenedModel | undefined;
  onHeat: (id: number, classIndex: number) => void;
}

/** The film on a dark ground, with the map of what counted for a class on top of it. */
export function Viewer({ film, model, onHeat }: ViewerProps) {
  const [opacity, setOpacity] = useState(60);
  const [isInput, setInput] = useState(false);
  const [chosen, setChosen] = useState<number>();
  useEffect(() => setChosen(undefined), [film?.id]);
  const classNames = model?.info.classNames ?? [];
  const called = classNames.indexOf(film?.answer?.className ?? "");
  const classIndex = chosen ?? called;
  const heat = film?.heats[classIndex];
  const isAnswered = film?.status === "answered";
  return (
    <figure class="viewer">
      <div class="plate-box">
        {film?.preview
          ? (
            <div class="film">
              {isInput && film.pixels && model
                ? (
                  <InputCanvas
                    pixels={film.pixels}
                    imageSize={model.info.preprocessing.imageSize}
                  />
                )
                : <img src={film.preview} alt={`The film ${film.name}`} />}
              {isAnswered && heat && <HeatCanvas heat={heat} opacity={opacity / 100} />}
            </div>
          )
          : <p class="nothing">{film ? nothingYet(film) : "No film yet"}</p>}
      </div>
      {film && (
        <figcaption>
          <strong>{film.name}</strong>
          {film.preview && (
            <span class="muted">
              {film.format.toUpperCase()}, {film.width} × {film.height} pixels
            </span>
          )}
          {film.truth && <span class="muted">Phantom, drawn as: {film.truth}</span>}
          {film.notes.map((note) => <span key={note} class="muted">{note}</span>)}
        </figcaption>
      )}
      {isAnswered && film && model && (
        <div class="controls">
          <label class="slider">
            <span>Heat map</span>
            <input
              type="range"
              min={0}
              max={100}
              step={5}
              value={opacity}
              aria-valuetext={`${opacity} percent`}
              onInput={(event) => setOpacity(event.currentTarget.valueAsNumber)}
            />
            <span aria-hidden="true">{opacity} %</span>
          </label>
          <label class="pick">
            <span>of</span>
            <select
              value={classIndex}
              onChange={(event) => {
                const index = Number(event.currentTarget.value);
                setChosen(index);
                onHeat(film.id, index);
              }}
            >
              {classNames.map((name, i) => <option key={name} value={i}>{name}</option>)}
            </select>
          </label>
          <button
            type="button"
            class="quiet"
            aria-pressed={isInput}
            onClick={() => setInput(!isInput)}
          >
            What the network sees
          </button>
        </div>
      )}
    </figure>
  );
}

function nothingYet({ status }: PageFilm): string {
  return status === "waiting" || status === "reading" ? "Reading …" : "Nothing to show";
}
