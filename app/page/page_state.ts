/// <reference lib="dom" />
import type { FilmAnswer } from "lib/models/answer_film.ts";
import type { Heat, OpenedModel } from "../model/model_worker.ts";

/** A film on the page, from drop to answer. */
export interface PageFilm {
  id: number;
  /** Name of its file. */
  name: string;
  file: Blob;
  /** What a phantom film shows, which its painter knows. */
  truth?: string;
  status: "waiting" | "reading" | "answered" | "abstained" | "refused";
  /** Why there is no answer. */
  reasons: string[];
  /** What its header tells. */
  format: string;
  width: number;
  height: number;
  notes: string[];
  /** Address of its preview, a blob. */
  preview?: string;
  /** Grey levels as the network gets them. */
  pixels?: Uint8Array;
  answer?: FilmAnswer;
  /** Maps by class index, as far as they were asked for. */
  heats: Record<number, Heat>;
  /** From opening the file to the answer. */
  milliseconds: number;
}

/** How the model's loading stands. */
export type ModelState =
  | { status: "loading" }
  | { status: "ready"; model: OpenedModel }
  | { status: "failed"; reason: string };

/** Everything that the page shows. */
export interface PageState {
  films: readonly PageFilm[];
  /** Id of the film that is shown large. */
  selected: number | undefined;
  model: ModelState;
  /** What a screen reader is told. */
  announcement: string;
}

/** Holds what the page shows, and says when it changes. */
export class PageStore {
  #state: PageState = {
    films: [],
    selected: undefined,
    model: { status: "loading" },
    announcement: "",
  };
  readonly #listeners = new Set<() => void>();

  /** What is shown now; a new object after every change. */
  get state(): PageState {
    return this.#state;
  }

  /** Changes parts of what is shown. */
  set(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Changes one film. */
  setFilm(id: number, change: Partial<PageFilm>): void {
    const films = this.#state.films.map((film) => film.id === id ? { ...film, ...change } : film);
    this.set({ films });
  }

  /** The film with an id, while it is on the page. */
  film(id: number | undefined): PageFilm | undefined {
    return this.#state.films.find((film) => film.id === id);
  }

  /** Calls a function after every change; returns how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
