/** @jsxImportSource preact */

const STEPS = [
  {
    heading: "It is read here",
    text: "The film is decoded and shrunk in this browser, pixel for pixel as in the notebooks. " +
      "It goes nowhere.",
  },
  {
    heading: "The network answers",
    text: "A probability for each class, and on the film itself a map of the places that spoke " +
      "for it.",
  },
  {
    heading: "Or it keeps silent",
    text: "Where a picture resembles none of the films it was trained on, it says so instead, " +
      "and why.",
  },
];

/** What happens to a film, while there is none. */
export function HowItWorks() {
  return (
    <ol class="steps">
      {STEPS.map(({ heading, text }, i) => (
        <li key={heading}>
          <span class="step" aria-hidden="true">{i + 1}</span>
          <h2>{heading}</h2>
          <p class="muted">{text}</p>
        </li>
      ))}
    </ol>
  );
}
