/** @jsxImportSource preact */
/// <reference lib="dom" />
import { useState } from "preact/hooks";
import type { ModelState } from "./page_state.ts";
import { currentTheme, setTheme } from "./theme.ts";

/** Title, the model's state, and light or dark. */
export function Header({ model }: { model: ModelState }) {
  const [theme, change] = useState(currentTheme());
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header class="top">
      <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M14.6 4h2.8v9.2l2 1.5c.2-3.9 1.4-7 3.7-7 4.3 0 6.6 8 6.6 13.7 0 3.6-1.3 5.6-3.6 5.6-3.100 0-6.100-2-6.500-5.400l-.2-3.7-3.4-2.6-3.4 2.6-.2 3.7c-.4 3.4-3.4 5.400-6.500 5.400-2.300 0-3.6-2-3.6-5.6 0-5.700 2.300-13.7 6.600-13.7 2.300 0 3.500 3.100 3.7 7l2-1.500z" />
      </svg>
      <div class="title">
        <h1>Chest film reader</h1>
        <p>What a network makes of a radiograph, computed in your own browser</p>
      </div>
      <p class="badge private">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M7 10V7.5a5 5 0 0 1 10 0V10h.5A1.5 1.5 0 0 1 19 11.5v8a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19.5v-8A1.5 1.5 0 0 1 6.5 10zm2.2 0h5.6V7.5a2.8 2.8 0 0 0-5.6 0z" />
        </svg>
        Films stay on this computer
      </p>
      <ModelBadge model={model} />
      <button
        type="button"
        class="quiet icon"
        aria-label={`Show the page ${other}`}
        title={`Show the page ${other}`}
        onClick={() => {
          setTheme(other);
          change(other);
        }}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2.2v13.6a6.800 6.800 0 0 1 0-13.6z" />
        </svg>
      </button>
    </header>
  );
}

function ModelBadge({ model }: { model: ModelState }) {
  if (model.status === "loading") return <p class="badge loading">Loading the model …</p>;
  if (model.status === "failed") return <p class="badge bad">No model</p>;
  const { info } = model.model;
  const isPhantom = info.training.data === "phantom";
  return (
    <p class={isPhantom ? "badge phantom" : "badge"}>
      {isPhantom ? "Phantom model: it has never seen a patient" : `Model ${info.id}: ${info.title}`}
    </p>
  );
}
