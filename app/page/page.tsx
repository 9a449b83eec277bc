/** @jsxImportSource preact */
/// <reference lib="dom" />
import { useEffect, useState } from "preact/hooks";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { AboutModel } from "./about_model.tsx";
import { AboutPage } from "./about_page.tsx";
import { AnswerPanel } from "./answer_panel.tsx";
import { DropZone } from "./drop_zone.tsx";
import { Examples } from "./examples.tsx";
import type { FilmReader } from "./film_reader.ts";
import { FilmTable } from "./film_table.tsx";
import { Header } from "./header.tsx";
import { HowItWorks } from "./how_it_works.tsx";
import type { PageStore } from "./page_state.ts";
import { Viewer } from "./viewer.tsx";

/** The whole page. */
export function Page({ store, reader }: { store: PageStore; reader: FilmReader }) {
  const [state, setState] = useState(store.state);
  useEffect(() => store.subscribe(() => setState(store.state)), [store]);
  const { films, selected, model, announcement } = state;
  const film = store.film(selected);
  const opened = model.status === "ready" ? model.model : undefined;
  return (
    <>
      {film && <a class="skip" href="#answer">Skip to the answer</a>}
      <Header model={model} />
      <p class="notice" role="note">
        <strong>For study and research only. Not for diagnosis.</strong>{" "}
        <span>{NOT_FOR_DIAGNOSIS.replace(/^.*?diagnosis: d/, "D")}</span>
      </p>
      <main>
        <section class={films.length > 0 ? "intake compact" : "intake"} aria-label="Add films">
          <DropZone onFiles={(files) => reader.add(files)} />
          <Examples reader={reader} />
        </section>
        {film || model.status === "failed"
          ? (
            <section class="result" id="answer" tabIndex={-1} aria-label="Film and answer">
              <Viewer film={film} model={opened} onHeat={(id, i) => reader.showHeat(id, i)} />
              <AnswerPanel film={film} model={model} />
            </section>
          )
          : <HowItWorks />}
        {films.length > 1 && opened && (
          <FilmTable
            films={films}
            selected={selected}
            info={opened.info}
            onSelect={(id) => {
              store.set({ selected: id });
              document.getElementById("answer")?.scrollIntoView({ block: "nearest" });
            }}
            onRemove={(ids) => reader.remove(ids)}
          />
        )}
        <AboutModel model={model} />
        <AboutPage />
      </main>
      <p class="visually-hidden" role="status" aria-live="polite">{announcement}</p>
    </>
  );
}
