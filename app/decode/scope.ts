/** What libvips's images are to us: handles on memory that nobody else frees. */
export interface Handle {
  delete(): void;
}

/**
 * Frees every image that is kept in it, in the end, whatever happens.
 *
 * @param run Gets `keep`, which remembers an image and hands it back.
 * @returns What `run` returns; no image.
 *
 * @example
 * ```ts
 * import { inScope } from "./scope.ts";
 * let freed = 0;
 * inScope((keep) => { keep({ delete: () => freed++ }); });
 * freed; // 1
 * ```
 */
export function inScope<T>(run: (keep: <H extends Handle>(handle: H) => H) => T): T {
  const handles: Handle[] = [];
  try {
    return run((handle) => {
      handles.push(handle);
      return handle;
    });
  } finally {
    while (handles.length > 0) handles.pop()!.delete();
  }
}
