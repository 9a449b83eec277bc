import assert from "node:assert/strict";
import { classificationReport, formatReport } from "lib/evaluation/classification_report.ts";
import { assertClose } from "./assert_close.ts";
import { CLASSES, Y_PRED, Y_TRUE } from "./golden.ts";

Deno.test("classificationReport() equals scikit-learn's", () => {
  // classification_report(y, p, output_dict=True)
  const { classes, accuracy, macro, weighted } = classificationReport(Y_TRUE, Y_PRED, {
    classNames: CLASSES,
  });
  assert.deepEqual(classes.map(({ className }) => className), CLASSES);
  assertClose(classes.map(({ precision }) => precision), [0.8333333333333334, 1, 0.8]);
  assertClose(classes.map(({ recall }) => recall), [0.8333333333333334, 0.6666666666666666, 1]);
  assertClose(classes.map(({ f1 }) => f1), [0.8333333333333334, 0.8, 0.8888888888888888]);
  assertClose(classes.map(({ support }) => support), [6, 6, 8]);
  assertClose(accuracy, 0.85);
  assertClose(
    [macro.precision, macro.recall, macro.f1, macro.support],
    [0.8777777777777779, 0.8333333333333334, 0.8407407407407407, 20],
  );
  assertClose(
    [weighted.precision, weighted.recall, weighted.f1, weighted.support],
    [0.8699999999999999, 0.85, 0.8455555555555556, 20],
  );
});

Deno.test("formatReport() prints what scikit-learn prints", () => {
  // print(classification_report(y, p, target_names=CLASSES))
  const report = classificationReport(Y_TRUE, Y_PRED, { classNames: CLASSES });
  assert.equal(
    formatReport(report),
    `                 precision    recall  f1-score   support

       COVID-19       0.83      0.83      0.83         6
         Normal       1.00      0.67      0.80         6
Viral Pneumonia       0.80      1.00      0.89         8

       accuracy                           0.85        20
      macro avg       0.88      0.83      0.84        20
   weighted avg       0.87      0.85      0.85        20
`,
  );
});

Deno.test("formatReport() prints undefined scores as scikit-learn does", () => {
  // classification_report([0, 0, 1, 1, 3], [0, 1, 1, 1, 1], labels=[0, 1, 2, 3],
  //                       target_names=list("abcd"), zero_division=np.nan)
  const report = classificationReport([0, 0, 1, 1, 3], [0, 1, 1, 1, 1], {
    classNames: ["a", "b", "c", "d"],
  });
  assert.equal(
    formatReport(report),
    `              precision    recall  f1-score   support

           a       1.00      0.50      0.67         2
           b       0.50      1.00      0.67         2
           c        nan       nan       nan         0
           d        nan      0.00      0.00         1

    accuracy                           0.60         5
   macro avg       0.75      0.50      0.44         5
weighted avg       0.75      0.60      0.53         5
`,
  );
});

Deno.test("formatReport() rounds exact ties to the even digit, as Python does", () => {
  // classification_report([0] * 8 + [1], [0] * 5 + [1] * 4, target_names=["No", "Yes"])
  const report = classificationReport([0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 1, 1, 1, 1], {
    classNames: ["No", "Yes"],
  });
  assert.equal(report.classes[0].recall, 0.625);
  assert.equal(
    formatReport(report),
    `              precision    recall  f1-score   support

          No       1.00      0.62      0.77         8
         Yes       0.25      1.00      0.40         1

    accuracy                           0.67         9
   macro avg       0.62      0.81      0.58         9
weighted avg       0.92      0.67      0.73         9
`,
  );
});

Deno.test("classificationReport() counts undefined scores as 0 where asked to", () => {
  const options = { classNames: ["a", "b"], zeroDivision: 0 };
  const { classes, macro } = classificationReport([0, 1], [0, 0], options);
  assert.equal(classes[1].precision, 0);
  assert.equal(macro.precision, 0.25);
});
