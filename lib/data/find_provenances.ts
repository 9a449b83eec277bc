import type { Film } from "./manifest.ts";

/** A film's facts that tell where it comes from. */
export type ProvenanceFilm = Pick<Film, "source" | "className" | "copyGroup" | "sha256">;

/**
 * Finds which films come from the same place, whatever sets they stand in.
 *
 * Public sets copy from one another. So the films of a class in one set belong with those of the
 * same class in another as soon as the two share a picture; what of a set shares none with others is
 * a provenance of its own. To hold out a *source* honestly, the whole provenance must go.
 *
 * @param films Films of one or more sets, joined.
 * @returns A name for each film's provenance, such as `ozturk: Normal, Pneumonia`.
 *
 * @example
 * ```ts
 * import { findProvenances } from "lib/data/find_provenances.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const film = (source: string, className: string, copyGroup: string) =>
 *   makeFilm({ path: `${source}/${copyGroup}`, source, className, copyGroup });
 * findProvenances([film("a", "COVID-19", "1"), film("b", "COVID-19", "1"), film("b", "Normal", "2")]);
 * // ["a: COVID-19; b: COVID-19", "a: COVID-19; b: COVID-19", "b: Normal"]
 * ```
 */
export function findProvenances(films: readonly ProvenanceFilm[]): string[] {
  const nodes = films.map(({ source, className }) => JSON.stringify([source, className]));
  const parents = new Map(nodes.map((node) => [node, node]));
  const rootOf = (node: string): string => {
    const parent = parents.get(node)!;
    return parent === node ? node : rootOf(parent);
  };
  const isShared = new Set<string>();
  const sourceOf = (i: number) => films[i].source;
  for (const copies of Map.groupBy(films.keys(), (i) => copyKey(films[i])).values()) {
    for (const i of copies) {
      for (const j of copies) {
        if (films[i].className !== films[j].className || sourceOf(i) === sourceOf(j)) continue;
        parents.set(rootOf(nodes[i]), rootOf(nodes[j]));
        isShared.add(nodes[i]).add(nodes[j]);
      }
    }
  }
  // What of a set is shared with no other belongs together.
  const own = new Map<string, string>();
  for (const [i, node] of nodes.entries()) {
    if (isShared.has(node)) continue;
    const other = own.get(sourceOf(i));
    if (other === undefined) own.set(sourceOf(i), node);
    else parents.set(rootOf(node), rootOf(other));
  }
  const members = Map.groupBy(parents.keys(), rootOf);
  const names = new Map([...members].map(([root, all]) => [root, describe(all)]));
  return nodes.map((node) => names.get(rootOf(node))!);
}

function copyKey({ copyGroup, sha256 }: ProvenanceFilm): string {
  return copyGroup || sha256;
}

function describe(nodes: readonly string[]): string {
  const pairs = nodes.map((node) => JSON.parse(node) as [source: string, className: string]);
  return [...Map.groupBy(pairs, ([source]) => source)]
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([source, own]) => `${source}: ${own.map(([, name]) => name).sort().join(", ")}`)
    .join("; ");
}
