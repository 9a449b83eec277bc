import { type Assessment, assessmentItems } from "./assessment.ts";

/**
 * PROBAST+AI, for quality, risk of bias and applicability of prediction models. Its four domains are
 * asked twice, of development (`dev`) and of evaluation (`eva`); items here follow the domains, the
 * numbers within them are this project's.
 */
export const PROBAST_AI: Assessment = {
  name: "probast_ai",
  title: "PROBAST+AI 2025",
  source:
    "K. G. M. Moons et al., PROBAST+AI: an updated quality, risk of bias, and applicability " +
    "assessment tool for prediction models using regression or artificial intelligence methods, " +
    "BMJ 388, e082505, 2025, https://doi.org/10.1136/bmj-2024-082505",
  items: assessmentItems([
    [
      "dev 1.1",
      "people: sources of data fit the purpose",
      "no",
      "collections of convenience; classes come from different hospitals",
    ],
    [
      "dev 1.2",
      "people: those included stand for those meant",
      "no",
      "healthy and viral films of children, COVID-19 films of adults",
    ],
    [
      "dev 1.3",
      "people: data come from several places, told apart",
      "D19",
      "results/controls.csv, source",
    ],
    [
      "dev 2.1",
      "predictors: measured alike for all",
      "no",
      "machines, markings and file formats differ by class; results/audit.csv",
    ],
    ["dev 2.2", "predictors: known at the time of use", "yes", "the film alone"],
    ["dev 2.3", "predictors: prepared alike for all", "D13", "lib/data/decode_film.ts"],
    [
      "dev 3.1",
      "outcome: defined and assessed alike for all",
      "no",
      "each source by its own rules",
    ],
    [
      "dev 3.2",
      "outcome: assessed without knowing the film",
      "no",
      "unknown, and unlikely for pneumonia",
    ],
    [
      "dev 3.3",
      "outcome: no predictor in its definition",
      "no",
      "unknown: films may have been part of the diagnosis",
    ],
    [
      "dev 4.1",
      "analysis: enough people with the outcome",
      "no",
      "some hundreds of films against thousands to millions of parameters",
    ],
    [
      "dev 4.2",
      "analysis: everyone included is analysed",
      "yes",
      "unreadable files are listed with their reason",
    ],
    [
      "dev 4.3",
      "analysis: imbalance handled and probabilities set right",
      "partly",
      "class weights; temperature on validation films",
    ],
    [
      "dev 4.4",
      "analysis: overfitting watched and told",
      "D7 D18",
      "results/folds.csv; shuffled labels",
    ],
    ["dev 4.5", "analysis: tuning apart from the test", "D5", "results/nested.csv"],
    [
      "dev 4.6",
      "analysis: nothing leaks between parts",
      "D2 D3 D4",
      "split.csv; results/audit.csv",
    ],
    ["dev 4.7", "analysis: shortcuts ruled out", "D15 D16 D17 D20", "results/controls.csv; floors"],
    ["eva 1.1", "people: sources of data fit the purpose", "no", "as for development"],
    [
      "eva 1.2",
      "people: those tested stand for those meant",
      "D8",
      "results/external.csv; still no clinic's own stream of films",
    ],
    ["eva 2.1", "predictors: as in development", "D13", "decoding is frozen in the bundle"],
    ["eva 2.2", "predictors: what is no chest film is kept out", "D27", "results/gate.csv"],
    ["eva 3.1", "outcome: as in development, assessed alike", "no", "labels as published"],
    [
      "eva 3.2",
      "outcome: labels checked",
      "partly",
      "labels that contradict their source are counted; results/audit.csv",
    ],
    [
      "eva 4.1",
      "analysis: enough people with the outcome",
      "no",
      "tens of films a class; intervals say so",
    ],
    [
      "eva 4.2",
      "analysis: copies and patients count once",
      "D3 D4 D10",
      "test-clean, test-patient; clustered intervals",
    ],
    ["eva 4.3", "analysis: model frozen before the test", "D14", "bundle.json"],
    [
      "eva 4.4",
      "analysis: discrimination and calibration",
      "D11 D21",
      "results.csv; results/calibration.csv",
    ],
    ["eva 4.5", "analysis: uncertainty told", "D10", "results.csv, intervals"],
    [
      "eva 4.6",
      "analysis: films without an answer counted",
      "D27",
      "results/external.csv, abstained",
    ],
    ["eva 4.7", "analysis: groups of people apart", "D25", "column subgroup"],
    [
      "all",
      "risk of bias, over all",
      "no",
      "high: sources, labels and sample are not fit for a claim about patients",
    ],
    ["use", "applicable to the people meant", "no", "nobody is meant: not for diagnosis"],
  ]),
};
