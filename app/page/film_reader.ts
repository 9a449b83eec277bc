/// <reference lib="dom" />
import type { DecodeCalls } from "../decode/decode_worker.ts";
import type { BackendName } from "../model/backends.ts";
import type { ModelCalls, OpenedModel } from "../model/model_worker.ts";
import { WorkerClient, WorkerFailure } from "../worker/worker_client.ts";
import { describeAnswer } from "./describe_answer.ts";
import type { PageFilm, PageStore } from "./page_state.ts";

/** After a film of more pixels the decoder begins anew: its memory grows, but never shrinks. */
const LARGE_PIXELS = 30e6;

/** Files larger than this are not even read. */
const MAX_BYTES = 300 * 2 ** 20;

/** Reads films and asks the model, one after the other, in two workers. */
export class FilmReader {
  readonly #store: PageStore;
  readonly #decoder: WorkerClient<DecodeCalls>;
  readonly #model: WorkerClient<ModelCalls>;
  readonly #backend: BackendName | undefined;
  #opened: Promise<OpenedModel>;
  #nextId = 1;
  #queue: Promise<void> = Promise.resolve();

  /**
   * Starts both workers at once; each loads its own megabytes of WebAssembly.
   *
   * @param store What the page shows.
   * @param options `backend`: what computes, instead of what is found fit.
   */
  constructor(store: PageStore, { backend }: { backend?: BackendName } = {}) {
    this.#store = store;
    const start = (name: string) => () =>
      new Worker(new URL(`${name}.js`, import.meta.url), { type: "module", name });
    this.#decoder = new WorkerClient(start("decode_worker"), { limitSeconds: 20 });
    this.#model = new WorkerClient(start("model_worker"), { limitSeconds: 60 });
    void this.#decoder.call("start", null).catch(() => {}); // reading a film says what is wrong
    this.#backend = backend;
    this.#opened = this.#open();
  }

  /**
   * Puts films on the page and judges them in turn.
   *
   * @param files The films' files, with names; `truth` where they are phantoms.
   */
  add(files: readonly { name: string; file: Blob; truth?: string }[]): void {
    if (files.length === 0) return;
    const films = files.map(({ name, file, truth }): PageFilm => ({
      id: this.#nextId++,
      name,
      file,
      truth,
      status: "waiting",
      reasons: [],
      format: "",
      width: NaN,
      height: NaN,
      notes: [],
      heats: {},
      milliseconds: NaN,
    }));
    this.#store.set({
      films: [...this.#store.state.films, ...films],
      selected: films[0].id,
      announcement: films.length === 1
        ? `Reading ${films[0].name}`
        : `Reading ${films.length} films`,
    });
    for (const { id } of films) this.#queue = this.#queue.then(() => this.#judge(id));
  }

  /** Draws a phantom film and puts it on the page. */
  async draw(label: string, seed: number): Promise<void> {
    const png = await this.#decoder.call("draw", { label, seed, imageSize: 512 });
    const file = new Blob([png as Uint8Array<ArrayBuffer>], { type: "image/png" });
    this.add([{ name: `phantom-${seed}.png`, file, truth: label }]);
  }

  /** Asks for the map of a class; it is shown when it is there. */
  async showHeat(id: number, classIndex: number): Promise<void> {
    const film = this.#store.film(id);
    if (!film?.pixels || film.heats[classIndex]) return;
    const { pixels } = film;
    const heat = await this.#ask("heat", { pixels, classIndex }).catch(() => undefined);
    const now = this.#store.film(id);
    if (heat && now) this.#store.setFilm(id, { heats: { ...now.heats, [classIndex]: heat } });
  }

  /** Takes films off the page and forgets them. */
  remove(ids: readonly number[]): void {
    const { films, selected } = this.#store.state;
    for (const { id, preview } of films) {
      if (preview && ids.includes(id)) URL.revokeObjectURL(preview);
    }
    const left = films.filter(({ id }) => !ids.includes(id));
    const isGone = selected !== undefined && ids.includes(selected);
    this.#store.set({ films: left, selected: isGone ? left.at(-1)?.id : selected });
  }

  #open(): Promise<OpenedModel> {
    const folder = new URL("model/", document.baseURI).href;
    const opened = this.#model.call("open", { folder, backend: this.#backend });
    opened.then(
      (model) => this.#store.set({ model: { status: "ready", model } }),
      (error) => this.#store.set({ model: { status: "failed", reason: error.message } }),
    );
    return opened;
  }

  /** Asks the model; where its worker breaks down, the next one is asked with a fresh one. */
  async #ask<N extends "answer" | "heat">(
    name: N,
    input: Parameters<ModelCalls[N]>[0],
  ): Promise<Awaited<ReturnType<ModelCalls[N]>>> {
    await this.#opened;
    try {
      return await this.#model.call(name, input);
    } catch (error) {
      if (error instanceof WorkerFailure) this.#opened = this.#open();
      throw error;
    }
  }

  async #judge(id: number): Promise<void> {
    if (!this.#store.film(id)) return;
    this.#store.setFilm(id, { status: "reading" });
    const started = performance.now();
    const change = await this.#read(id).catch((error) => {
      if (error.name === "RuntimeError") this.#decoder.restart(); // WebAssembly gave up
      return noAnswer(error);
    });
    if ((change.width ?? 0) * (change.height ?? 0) > LARGE_PIXELS) this.#decoder.restart();
    if (!this.#store.film(id)) {
      if (change.preview) URL.revokeObjectURL(change.preview);
      return;
    }
    this.#store.setFilm(id, { ...change, milliseconds: performance.now() - started });
    const film = this.#store.film(id)!;
    const { model } = this.#store.state;
    const classNames = model.status === "ready" ? model.model.info.classNames : [];
    this.#store.set({ announcement: `${film.name}: ${describeAnswer(film, classNames)}` });
    const called = classNames.indexOf(film.answer?.className ?? "");
    if (called >= 0) await this.showHeat(id, called);
  }

  async #read(id: number): Promise<Partial<PageFilm>> {
    const { file } = this.#store.film(id)!;
    if (file.size > MAX_BYTES) {
      throw new Error(`the file has ${Math.round(file.size / 2 ** 20)} MB, 300 are allowed`);
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { info: { preprocessing: { imageSize } } } = await this.#opened;
    const film = await this.#decoder.call("read", { bytes, imageSize }, [bytes.buffer]);
    const { pixels, look, format, width, height, notes } = film;
    const answer = await this.#ask("answer", { pixels, look });
    const jpeg = new Blob([film.preview as Uint8Array<ArrayBuffer>], { type: "image/jpeg" });
    return {
      status: answer.abstained.length > 0 ? "abstained" : "answered",
      reasons: answer.abstained,
      answer,
      preview: URL.createObjectURL(jpeg),
      ...{ pixels, format, width, height, notes },
    };
  }
}

/** What is shown where a film could not be judged. */
function noAnswer(error: Error & { reason?: string }): Partial<PageFilm> {
  if (error.name === "NotAChestFilmError") {
    return { status: "abstained", reasons: [error.reason ?? error.message] };
  }
  const message = error.message.replace(/^Cannot [^:]*: /, "");
  if (error.name === "RuntimeError") {
    return { status: "refused", reasons: ["decoding it takes more memory than the browser gives"] };
  }
  const reason = error instanceof WorkerFailure
    ? `reading it broke off: ${message}; the next film is read afresh`
    : message;
  return { status: "refused", reasons: [reason] };
}
