/** @jsxImportSource preact */
/// <reference lib="dom" />
import { useEffect, useRef, useState } from "preact/hooks";

/** A file with its name. */
export interface NamedFile {
  name: string;
  file: Blob;
}

/** Takes films: dropped anywhere on the page, pasted, or chosen. */
export function DropZone({ onFiles }: { onFiles: (files: NamedFile[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const take = (list: FileList | undefined) => onFiles(named(list));
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer?.files);
    };
    const paste = (event: ClipboardEvent) => take(event.clipboardData?.files);
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
      document.removeEventListener("paste", paste);
    };
  }, [onFiles]);
  return (
    <div class={isOver ? "drop over" : "drop"}>
      <svg class="plate" viewBox="0 0 48 48" aria-hidden="true">
        <path d="M10 5h28a3 3 0 0 1 3 3v32a3 3 0 0 1-3 3H10a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3z" />
        <path class="line" d="M24 32V16m-7 7 7-7 7 7M17 36h14" />
      </svg>
      <div>
        <p class="lead">Drop chest films here, or paste one</p>
        <p class="muted">
          JPEG, PNG, DICOM, TIFF or WebP, several at once. They stay on this computer.
        </p>
      </div>
      <button type="button" class="primary" onClick={() => input.current?.click()}>
        Choose films
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        accept="image/*,.dcm,.dicom,application/dicom"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          onFiles(named(event.currentTarget.files ?? undefined));
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

function named(list: FileList | undefined): NamedFile[] {
  return Array.from(list ?? [], (file) => ({ name: file.name, file }));
}
