/** What the page's builder writes beside the model, from the native TensorFlow. */
export interface ModelCheck {
  /** A phantom film at the network's size, grey levels. */
  pixels: number[];
  /** What the network itself says of it there. */
  probabilities: number[];
}
