import type { PixelScale } from "../models/scale_pixels.ts";
import type { MonitorOptions } from "../training/monitor.ts";
import { covidOrPneumonia, type Task, threeClasses } from "./task.ts";

/** Numbers of a training on the features of a frozen backbone. */
export interface TransferSettings {
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
  /** Scale of the pixels, where it shall not be the one that the backbone was trained with. */
  scale?: PixelScale;
  /** Units of the head's hidden layers; none for a linear one. */
  hidden: number[];
  /** Share of the units dropped before each dense layer of the head. @default 0 */
  dropout?: number;
  /** Whether features are standardised by their mean and variance in the training films. */
  standardise?: boolean;
  epochs: number;
  batchSize: number;
  learningRate: number;
  schedule?: "constant" | "cosine";
  balanceClasses?: boolean;
  /** Watches validation films, which are then held out of the training. */
  monitor?: MonitorOptions;
  /** Trains the backbone's last block too, after the head. */
  fineTune?: { epochs: number; batchSize: number; learningRate: number };
}

/** An experiment with a pretrained backbone, whichever it is. */
export interface TransferExperiment {
  /** Short name; a run's is this and the backbone's: `B2-vgg16`. */
  id: string;
  title: string;
  task: Task;
  settings: TransferSettings;
  /** What the quick profile changes. */
  quick: Partial<TransferSettings>;
}

/**
 * Experiment B2: COVID-19 or pneumonia, on the frozen VGG16 of ImageNet, whose pixels were scaled to
 * `[0, 1]` as published (not as VGG16 was trained). With another backbone it is another experiment,
 * and is named so.
 */
export const experimentB2: TransferExperiment = {
  id: "B2",
  title: "COVID-19 or pneumonia, frozen backbone",
  task: covidOrPneumonia,
  settings: {
    imageSize: [150, 150],
    scale: "unit",
    hidden: [128],
    epochs: 10,
    batchSize: 32,
    learningRate: 1e-3,
  },
  quick: { imageSize: [96, 96], epochs: 5 },
};

/**
 * Three classes on a frozen backbone, fed as it was trained, with a linear head. Dropout and learning
 * rate were chosen by grouped five-fold cross-validation on training films.
 */
export const frozenBackbone: TransferExperiment = {
  id: "frozen",
  title: "Three classes, frozen backbone, linear head",
  task: threeClasses,
  settings: {
    imageSize: [224, 224],
    hidden: [],
    dropout: 0.5,
    standardise: true,
    epochs: 60,
    batchSize: 32,
    learningRate: 1e-3,
    schedule: "cosine",
    balanceClasses: true,
    monitor: { monitor: "valLoss", restoreBest: true },
  },
  quick: { imageSize: [96, 96], epochs: 20 },
};

/** The same with the backbone's last block trained along. */
export const fineTunedBackbone: TransferExperiment = {
  ...frozenBackbone,
  id: "fine-tuned",
  title: "Three classes, last block of the backbone fine-tuned",
  settings: {
    ...frozenBackbone.settings,
    fineTune: { epochs: 10, batchSize: 16, learningRate: 3e-5 },
  },
  quick: {
    ...frozenBackbone.quick,
    fineTune: { epochs: 3, batchSize: 16, learningRate: 1e-4 },
  },
};

/** Every experiment with a backbone, by its id. */
export const TRANSFER_EXPERIMENTS: Readonly<Record<string, TransferExperiment>> = {
  [experimentB2.id]: experimentB2,
  [frozenBackbone.id]: frozenBackbone,
  [fineTunedBackbone.id]: fineTunedBackbone,
};
