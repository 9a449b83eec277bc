import type { Message } from "./jupyter_client.ts";
import { joinText, type MimeBundle, type Output } from "./notebook.ts";

/** The outputs that carry a display id, over all cells of a notebook. */
export type Displays = Map<string, { data: MimeBundle; metadata: Record<string, unknown> }[]>;

/**
 * Adds what a kernel's message shows to a cell's outputs, as a front end does.
 *
 * Text of one stream joins the output before it; an update changes the output that was shown under
 * its display id, in whatever cell that stands.
 *
 * @param outputs The running cell's outputs, changed in place.
 * @param displays The notebook's outputs by display id, changed in place.
 * @param message A message of the kernel's output channel; those that show nothing change nothing.
 *
 * @example
 * ```ts
 * import { collectOutput } from "./collect_outputs.ts";
 * const message = {
 *   header: { msg_id: "1", msg_type: "stream" },
 *   parent_header: {},
 *   content: { name: "stdout", text: "hello\n" },
 * };
 * collectOutput([], new Map(), message);
 * ```
 */
export function collectOutput(outputs: Output[], displays: Displays, message: Message): void {
  const { content } = message;
  const data: MimeBundle = content.data ?? {};
  const metadata = content.metadata ?? {};
  const displayId: string | undefined = content.transient?.display_id;
  switch (message.header.msg_type) {
    case "stream": {
      const last = outputs.at(-1);
      if (last?.output_type === "stream" && last.name === content.name) {
        last.text = joinText(last.text) + content.text;
      } else {
        outputs.push({ output_type: "stream", name: content.name, text: content.text });
      }
      break;
    }
    case "display_data": {
      const output: Output = { output_type: "display_data", data, metadata };
      outputs.push(output);
      if (displayId) displays.set(displayId, [...displays.get(displayId) ?? [], output]);
      break;
    }
    case "update_display_data":
      for (const shown of displays.get(displayId ?? "") ?? []) {
        Object.assign(shown, { data, metadata });
      }
      break;
    case "execute_result": {
      const { execution_count } = content;
      outputs.push({ output_type: "execute_result", data, metadata, execution_count });
      break;
    }
    case "error": {
      const { ename, evalue, traceback } = content;
      outputs.push({ output_type: "error", ename, evalue, traceback });
      break;
    }
    case "clear_output":
      outputs.length = 0;
      break;
  }
}

/**
 * Returns the last line that a message says, for a progress line in a terminal.
 *
 * @param message A message of the kernel's output channel.
 * @returns The last line that is not empty, or `""`.
 *
 * @example
 * ```ts
 * import { lastLine } from "./collect_outputs.ts";
 * const header = { msg_id: "1", msg_type: "stream" };
 * lastLine({ header, parent_header: {}, content: { text: "epoch 1\nepoch 2\n" } }); // "epoch 2"
 * ```
 */
export function lastLine(message: Message): string {
  const { msg_type } = message.header;
  const isDisplay = msg_type === "display_data" || msg_type === "update_display_data";
  const text = isDisplay ? message.content.data?.["text/plain"] : message.content.text;
  if (typeof text !== "string" || (!isDisplay && msg_type !== "stream")) return "";
  return text.slice(-2000).split(/[\r\n]+/).findLast((line) => line.trim() !== "")?.trim() ?? "";
}
