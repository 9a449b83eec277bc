import assert from "node:assert/strict";
import { parseCsv } from "lib/data/csv.ts";
import { describeAnswer } from "../../app/page/describe_answer.ts";
import { type CsvFilm, filmsCsv } from "../../app/page/films_csv.ts";

const INFO = {
  id: "C",
  title: "a test",
  classNames: ["Normal", "COVID-19"],
  training: { data: "made", fingerprint: "", numFilms: 1, seed: 1, profile: "quick" },
};

const ANSWERED: CsvFilm = {
  name: "a.png",
  status: "answered",
  reasons: [],
  answer: {
    className: "Normal",
    probabilities: [0.9, 0.1],
    range: undefined,
    abstained: [],
  },
};

const ABSTAINED: CsvFilm = {
  name: "=HYPERLINK(1).png",
  status: "abstained",
  reasons: ["it is a colour picture"],
  answer: {
    className: undefined,
    probabilities: [0.9, 0.1],
    range: undefined,
    abstained: ["it is a colour picture"],
  },
};

const REFUSED: CsvFilm = { name: "c.png", status: "refused", reasons: ["the file is empty"] };

Deno.test("filmsCsv() writes a row a film, without numbers where there is no answer", () => {
  const [answered, abstained, refused] = parseCsv(filmsCsv([ANSWERED, ABSTAINED, REFUSED], INFO));
  assert.deepEqual([answered.answer, answered.Normal, answered["COVID-19"]], [
    "Normal",
    "0.9",
    "0.1",
  ]);
  assert.deepEqual([abstained.answer, abstained.Normal], ["no answer", ""]);
  assert.deepEqual([refused.answer, refused.why_none], ["not read", "the file is empty"]);
  assert.match(refused.notice, /Not for diagnosis/);
});

Deno.test("filmsCsv() keeps a spreadsheet from computing a file's name", () => {
  assert.equal(parseCsv(filmsCsv([ABSTAINED], INFO))[0].film, "'=HYPERLINK(1).png");
});

Deno.test("describeAnswer() says the class and its probability, or why there is none", () => {
  const { classNames } = INFO;
  assert.equal(describeAnswer(ANSWERED, classNames), "Normal, 90.0 percent");
  assert.equal(describeAnswer(ABSTAINED, classNames), "no answer: it is a colour picture");
  assert.equal(describeAnswer(REFUSED, classNames), "cannot be read: the file is empty");
});
