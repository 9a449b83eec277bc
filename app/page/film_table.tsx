/** @jsxImportSource preact */
/// <reference lib="dom" />
import type { BundleInfo } from "lib/models/bundle_info.ts";
import { filmsCsv } from "./films_csv.ts";
import type { PageFilm } from "./page_state.ts";

interface FilmTableProps {
  films: readonly PageFilm[];
  selected: number | undefined;
  info: BundleInfo;
  onSelect: (id: number) => void;
  onRemove: (ids: number[]) => void;
}

/** All films of the page with their answers. */
export function FilmTable({ films, selected, info, onSelect, onRemove }: FilmTableProps) {
  const { classNames } = info;
  return (
    <section class="card films" aria-labelledby="films-heading">
      <div class="row">
        <h2 id="films-heading">{films.length} films</h2>
        <button type="button" class="quiet" onClick={() => saveCsv(filmsCsv(films, info))}>
          Save as CSV
        </button>
        <button type="button" class="quiet" onClick={() => onRemove(films.map(({ id }) => id))}>
          Remove all
        </button>
      </div>
      <div class="scroll" role="region" aria-labelledby="films-heading" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Film</th>
              <th scope="col">Answer</th>
              {classNames.map((name) => <th key={name} scope="col" class="number">{name}</th>)}
              <th scope="col">
                <span class="visually-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {films.map((film) => (
              <tr key={film.id} class={film.id === selected ? "selected" : ""}>
                <th scope="row">
                  <button
                    type="button"
                    class="film-name"
                    aria-current={film.id === selected}
                    onClick={() => onSelect(film.id)}
                  >
                    {film.preview ? <img src={film.preview} alt="" /> : <span class="no-picture" />}
                    <span>{film.name}</span>
                  </button>
                </th>
                {film.status === "answered"
                  ? <Answered film={film} classNames={classNames} />
                  : <td class="muted" colSpan={1 + classNames.length}>{silence(film)}</td>}
                <td>
                  <button
                    type="button"
                    class="quiet icon"
                    aria-label={`Remove ${film.name}`}
                    onClick={() => onRemove([film.id])}
                  >
                    ×
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Answered({ film, classNames }: { film: PageFilm; classNames: readonly string[] }) {
  return (
    <>
      <td>
        <strong>{film.answer?.className}</strong>
      </td>
      {classNames.map((name, i) => (
        <td key={name} class="number">
          {(100 * (film.answer?.probabilities?.[i] ?? NaN)).toFixed(1)} %
        </td>
      ))}
    </>
  );
}

function silence({ status, reasons }: PageFilm): string {
  if (status === "refused") return `Not read: ${reasons.join("; ")}`;
  if (status === "abstained") return `No answer: ${reasons.join("; ")}`;
  return status === "reading" ? "Looking at it …" : "Waiting";
}

function saveCsv(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "films.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
