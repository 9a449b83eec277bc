/** @jsxImportSource preact */

/** What the page does with films, and what its answers are not. */
export function AboutPage() {
  return (
    <section class="card about" aria-labelledby="about-heading">
      <h2 id="about-heading">Before you believe it</h2>
      <div class="columns two">
        <div>
          <h3>Limits</h3>
          <ul>
            <li>Not for diagnosis. No decision about a patient may rest on anything shown here.</li>
            <li>
              Networks like this one learn the hospital, the machine, the letters burnt into a film
              and the patient’s age as readily as the disease. Elsewhere, such models have failed.
            </li>
            <li>
              The heat map shows where the network’s last features spoke for a class, coarsely. It
              does not show that they mean what a radiologist would mean.
            </li>
            <li>
              The check that keeps it silent is a simple one. A film of another part of the body, or
              from the side, may pass it.
            </li>
          </ul>
        </div>
        <div>
          <h3>Your films stay here</h3>
          <ul>
            <li>
              Everything is computed in this browser. Nothing is uploaded, stored or counted; close
              the page and it is gone.
            </li>
            <li>
              The page’s content security policy forbids every connection except to the place its
              own files come from; films are never sent there, either.
            </li>
            <li>
              See for yourself: once it has loaded, go offline. It goes on working, also after you
              open it again.
            </li>
            <li>Of a DICOM file, only pixels, view and spacing are read out; never a name.</li>
          </ul>
        </div>
      </div>
      <p class="muted">
        Free software (MIT), with TensorFlow.js, libvips and others under{" "}
        <a href="licences.txt">their licences</a>.
      </p>
    </section>
  );
}
