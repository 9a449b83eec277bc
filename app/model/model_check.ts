/** What the page's builder writes beside its models, from the native TensorFlow. */
export interface ModelCheck {
  /** Folders of the models, beside this file; several answer together. */
  folders: string[];
  /** A phantom film at the network's size, grey levels. */
  pixels: number[];
  /** What each network itself says of it there: `[models][outputs]`. */
  probabilities: number[][];
}
