/** What holds for every model whose bundle carries no limits of its own. */
export const NO_CARD_LIMITS: readonly string[] = [
  "Not for diagnosis, nor for any other decision about a person.",
  "Trained on few films of few hospitals, where the classes differ in age, machine and markings as " +
  "much as in disease; models like this one have failed on films from elsewhere.",
];
