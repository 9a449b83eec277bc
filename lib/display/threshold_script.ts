/**
 * The script of the threshold explorer, as text: it runs in the reader's page, where none of the
 * project's modules are.
 */
export const thresholdScript = `function (script, films) {
  const home = script.parentNode;
  const find = (name) => home.querySelector('[data-is="' + name + '"]');
  const [left, top, side] = [40, 10, 250];
  const positives = films.filter((film) => film[1]);
  const negatives = films.filter((film) => !film[1]);
  const share = (list, threshold) =>
    list.filter((film) => film[2] >= threshold).length / list.length;
  const x = (rate) => left + side * rate;
  const y = (rate) => top + side * (1 - rate);
  const place = (threshold) => [x(share(negatives, threshold)), y(share(positives, threshold))];
  const scores = [...new Set(films.map((film) => film[2]))].sort((a, b) => b - a);
  const line = [[x(0), y(0)], ...scores.map(place)].map((point) => point.join(",")).join(" ");
  const dots = films.map((film, i) => {
    const [cx, cy] = place(film[2]);
    const color = film[1] ? "#d55e00" : "#0072b2";
    return '<circle data-film="' + i + '" cx="' + cx + '" cy="' + cy + '" r="4" fill="' + color +
      '" fill-opacity=".55"/>';
  });
  const text = (px, py, words, more) =>
    '<text x="' + px + '" y="' + py + '" text-anchor="middle" ' + (more || "") + ">" + words +
    "</text>";
  find("plot").innerHTML =
    '<rect x="' + left + '" y="' + top + '" width="' + side + '" height="' + side +
    '" fill="none" stroke="currentColor" stroke-opacity=".35"/>' +
    '<path d="M' + x(0) + "," + y(0) + "L" + x(1) + "," + y(1) +
    '" stroke="currentColor" stroke-opacity=".35" stroke-dasharray="4 4"/>' +
    '<polyline points="' + line + '" fill="none" stroke="#0072b2" stroke-width="2"/>' +
    dots.join("") + '<circle data-is="point" r="8" fill="none" stroke="#cf222e" stroke-width="3"/>' +
    [0, 0.5, 1].map((tick) => text(x(tick), top + side + 15, tick) +
      text(left - 14, y(tick) + 4, tick)).join("") +
    text(left + side / 2, top + side + 32, "false alarms (1 − specificity)") +
    text(0, 0, "found (sensitivity)", 'transform="translate(12,' + (top + side / 2) +
      ') rotate(-90)"');
  const input = home.querySelector("input");
  const say = (name, value) => find(name).textContent = value;
  const update = () => {
    const threshold = Number(input.value);
    const found = positives.filter((film) => film[2] >= threshold).length;
    const alarms = negatives.filter((film) => film[2] >= threshold).length;
    say("threshold", threshold.toFixed(2));
    say("sensitivity", (found / positives.length).toFixed(3));
    say("specificity", (1 - alarms / negatives.length).toFixed(3));
    say("found", found);
    say("missed", positives.length - found);
    say("alarms", alarms);
    say("cleared", negatives.length - alarms);
    const [cx, cy] = place(threshold);
    find("point").setAttribute("cx", cx);
    find("point").setAttribute("cy", cy);
  };
  input.addEventListener("input", update);
  find("plot").addEventListener("pointerover", (event) => {
    const film = films[event.target.dataset && event.target.dataset.film];
    if (film) say("name", film[0] + " · probability " + film[2].toFixed(3));
  });
  update();
}`;
