/** @jsxImportSource preact */
/// <reference lib="dom" />
import { useState } from "preact/hooks";
import type { FilmReader } from "./film_reader.ts";

/** Phantom films that lie beside the page, as its builder wrote them. */
const EXAMPLES = [
  { file: "normal", label: "Normal" },
  { file: "covid-19", label: "COVID-19" },
  { file: "viral-pneumonia", label: "Viral Pneumonia" },
];

/** Phantom films to try, and more of them drawn on the spot. */
export function Examples({ reader }: { reader: FilmReader }) {
  const [isDrawing, setDrawing] = useState(false);
  const [label, setLabel] = useState("COVID-19");
  const open = async (name: string, truth: string) => {
    const response = await fetch(new URL(`examples/${name}.png`, document.baseURI));
    if (response.ok) {
      reader.add([{ name: `phantom-${name}.png`, file: await response.blob(), truth }]);
    }
  };
  const draw = async () => {
    setDrawing(true);
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000;
    await reader.draw(label, seed).catch(() => {});
    setDrawing(false);
  };
  return (
    <div class="examples">
      <h2>Or try a phantom</h2>
      <p class="muted">Films that the project draws: nobody’s lungs.</p>
      <ul>
        {EXAMPLES.map(({ file, label }) => (
          <li key={file}>
            <button type="button" class="example" onClick={() => open(file, label)}>
              <img src={`examples/${file}-small.jpg`} width={112} height={112} alt="" />
              <span>{label}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="draw">
        <label for="draw-label" class="visually-hidden">What a new phantom shows</label>
        <select
          id="draw-label"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        >
          {EXAMPLES.map(({ label }) => <option key={label} value={label}>{label}</option>)}
        </select>
        <button type="button" class="quiet" disabled={isDrawing} onClick={draw}>
          {isDrawing ? "Drawing …" : "Draw a new one"}
        </button>
      </div>
    </div>
  );
}
