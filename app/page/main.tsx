/** @jsxImportSource preact */
/// <reference lib="dom" />
/**
 * Starts the page.
 *
 * @module
 */
import { render } from "preact";
import type { BackendName } from "../model/backends.ts";
import { FilmReader } from "./film_reader.ts";
import { isolatePage } from "./isolate_page.ts";
import { Page } from "./page.tsx";
import { PageStore } from "./page_state.ts";
import { startTheme } from "./theme.ts";

startTheme();
const root = document.getElementById("page")!;
const obstacle = await isolatePage();
if (obstacle) {
  document.getElementById("starting")!.textContent = obstacle;
} else {
  const asked = new URLSearchParams(location.search).get("backend");
  const backend = ["wasm", "webgl"].includes(asked ?? "") ? asked as BackendName : undefined;
  const store = new PageStore();
  const reader = new FilmReader(store, { backend });
  root.replaceChildren();
  render(<Page store={store} reader={reader} />, root);
}
