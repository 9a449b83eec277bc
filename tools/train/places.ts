/** Where a command of `train` was typed. */
export interface TrainPlaces {
  /** Folder where the user typed it. */
  caller: string;
  /** Default folder of pretrained networks. */
  weights: string;
}
