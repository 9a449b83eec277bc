import type { FilmSet } from "../data/read_films.ts";
import { fitFloor, floorFeatures } from "../experiments/floor_model.ts";
import type { Floor } from "../experiments/floors.ts";
import type { Task } from "../experiments/task.ts";
import type { FoldRecipe } from "./fold_recipe.ts";

/**
 * A floor as a recipe for cross-validation: what any network has to beat, on the same folds.
 *
 * @param floor Which floor.
 * @param task What is told apart.
 * @param options The set with its thumbnails, and the seed of the forests.
 * @returns The recipe, its id `floor-<name>:<task>`.
 *
 * @example
 * ```ts
 * import { FLOORS } from "lib/experiments/floors.ts";
 * import { threeClasses } from "lib/experiments/task.ts";
 * import { floorRecipe } from "lib/protocol/floor_recipe.ts";
 * const set = { films: [], thumbnails: new Uint8Array() };
 * floorRecipe(FLOORS[1], threeClasses, { set, seed: 1 }).id; // "floor-thumbnail:three-classes"
 * ```
 */
export function floorRecipe(
  floor: Floor,
  task: Task,
  { set, seed }: { set: Pick<FilmSet, "films" | "thumbnails">; seed: number },
): FoldRecipe {
  let features: Map<string, number[]> | undefined;
  return {
    id: `floor-${floor.name}:${task.id}`,
    title: floor.title,
    model: floor.method,
    task,
    settings: floor,
    holdOutValidation: false,
    fitFold(films) {
      const rows = features ? [] : floorFeatures(floor.name, set);
      features ??= new Map(set.films.map(({ path }, i) => [path, rows[i]]));
      const train = films.filter(({ part }) => part !== "test");
      const held = films.filter(({ part }) => part === "test");
      const seen = ({ path }: { path: string }) => features!.get(path)!;
      return Promise.resolve({
        probabilities: fitFloor(floor.method, {
          train: train.map(seen),
          labels: train.map(({ className }) => task.classNames.indexOf(className)),
          xs: held.map(seen),
          numClasses: task.classNames.length,
          seed,
        }),
      });
    },
    [Symbol.dispose]() {},
  };
}
