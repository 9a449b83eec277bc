import type { SetAudit } from "../experiments/audit/audit_set.ts";
import { meanFigure } from "../experiments/audit/fold_figures.ts";

/** What an audit's tables are about. */
export type AuditTableName =
  | "films"
  | "pairs"
  | "patients"
  | "labels"
  | "floors"
  | "properties"
  | "borders"
  | "files"
  | "facts"
  | "left out";

/** A table of an audit, for a terminal, a notebook or a page. */
export interface AuditTable {
  name: AuditTableName;
  caption: string;
  rows: Record<string, string | number>[];
}

/**
 * Lays an audit out as tables: films, copies, patients, labels, facts, files, properties, borders,
 * floors. Empty ones are left out.
 *
 * @param audit What `auditSet` found.
 * @returns Tables in reading order.
 *
 * @example
 * ```ts ignore
 * import { table } from "lib/display/table.ts";
 * import { auditTables } from "lib/report/audit_tables.ts";
 * declare const audit: import("lib/experiments/audit/audit_set.ts").SetAudit;
 * for (const { caption, rows } of auditTables(audit)) console.log(`${table(rows, { caption })}`);
 * ```
 */
export function auditTables(audit: SetAudit): AuditTable[] {
  const tables = [
    films(audit),
    pairs(audit),
    patients(audit),
    labels(audit),
    floors(audit),
    properties(audit),
    borders(audit),
    files(audit),
    facts(audit),
    skipped(audit),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/**
 * Picks one of an audit's tables.
 *
 * @param audit What `auditSet` found.
 * @param name Which.
 * @returns The table; without rows where there is nothing to show.
 *
 * @example
 * ```ts ignore
 * import { auditTable } from "lib/report/audit_tables.ts";
 * declare const audit: import("lib/experiments/audit/audit_set.ts").SetAudit;
 * auditTable(audit, "floors").rows;
 * ```
 */
export function auditTable(audit: SetAudit, name: AuditTableName): AuditTable {
  return auditTables(audit).find((table) => table.name === name) ??
    { name, caption: `${name}: none`, rows: [] };
}

function films({ facts }: SetAudit): AuditTable {
  return {
    name: "films",
    caption: "Films by class and published part",
    rows: facts.counts.map((row) => ({
      class: row.className,
      part: row.split || "none",
      films: row.films,
      "share of the part": row.prior,
      "patients or single films": row.groups,
      "films of known patients": row.knownPatients,
    })),
  };
}

function pairs({ facts }: SetAudit): AuditTable {
  return {
    name: "pairs",
    caption: "Pairs of one picture",
    rows: facts.pairs.map(({ a, b, correlation, identical, splits, classes }) => ({
      correlation,
      bytes: identical ? "the same" : "others",
      parts: splits,
      classes,
      "one film": a,
      "the other": b,
    })),
  };
}

function patients({ facts }: SetAudit): AuditTable {
  return {
    name: "patients",
    caption: "Known patients on both sides of the split",
    rows: facts.patients.map(({ patientId, test, train }) => ({
      patient: patientId,
      test: test.join("\n"),
      train: train.join("\n"),
    })),
  };
}

function labels({ facts }: SetAudit): AuditTable {
  const known = facts.standings.some(({ unknown, films }) => unknown < films);
  return {
    name: "labels",
    caption: "Labels as published, and the diagnosis at the film's source",
    rows: (known ? facts.standings : []).map((row) => ({
      class: row.className,
      films: row.films,
      "source agrees": row.agreeing,
      "source says otherwise": row.contradicted,
      "no word": row.unknown,
      "the other diagnoses": row.others.map(([finding, n]) => `${finding} ${n}`).join(", "),
    })),
  };
}

function floors({ floors, classNames }: SetAudit): AuditTable {
  return {
    name: "floors",
    caption: `What needs no network: ${classNames.join(", ")}, out of fold, grouped`,
    rows: floors.map(({ floor, figures }) => {
      const balanced = meanFigure(figures, "balanced_accuracy");
      return {
        "looks at": floor.title,
        accuracy: meanFigure(figures, "accuracy").value,
        "balanced accuracy": balanced.value,
        "95 % interval": interval(balanced),
        "by chance": 1 / classNames.length,
        AUC: meanFigure(figures, "auc").value,
      };
    }),
  };
}

function properties({ properties, classNames }: SetAudit): AuditTable {
  return {
    name: "properties",
    caption:
      "How well one property alone tells the class (–: the same for all, or known for too few)",
    rows: properties.map(({ property, known, balancedAccuracy, auc, pValue }) => ({
      property,
      "known for": known,
      "balanced accuracy": balancedAccuracy,
      "by chance": 1 / classNames.length,
      AUC: auc,
      "p (corrected)": pValue,
    })),
  };
}

function borders({ borders }: SetAudit): AuditTable {
  return {
    name: "borders",
    caption: "Corners and edges: the best small spot of each, one class against the rest",
    rows: borders.map(({ region, className, auc, pValue, found }) => ({
      region,
      "tells apart": className,
      AUC: auc,
      "p (corrected)": pValue,
      "gives it away": found ? "yes" : "no",
    })),
  };
}

function files({ facts }: SetAudit): AuditTable {
  return {
    name: "files",
    caption: "The published files by class (medians; grey levels 0 to 255)",
    rows: facts.files.map((row) => ({
      class: row.className,
      formats: tally(row.formats),
      sources: tally(row.sources),
      width: row.width,
      height: row.height,
      "size in KiB": row.bytes / 1024,
      "mean grey": row.meanGrey,
      contrast: row.contrast,
    })),
  };
}

function facts({ facts }: SetAudit): AuditTable {
  return {
    name: "facts",
    caption: "What is known of how many films",
    rows: facts.facts.map(({ fact, known, missing }) => ({ fact, known, missing })),
  };
}

function skipped({ skipped }: SetAudit): AuditTable {
  return {
    name: "left out",
    caption: "Files left out",
    rows: skipped.map(({ path, reason }) => ({ path, reason })),
  };
}

function tally(counts: Record<string, number>): string {
  return Object.entries(counts).map(([name, n]) => `${name || "unknown"} ${n}`).join(", ");
}

function interval({ ciLow, ciHigh }: { ciLow: number; ciHigh: number }): string {
  return Number.isNaN(ciLow + ciHigh) ? "–" : `${ciLow.toFixed(3)} to ${ciHigh.toFixed(3)}`;
}
