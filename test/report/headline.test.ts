/** What the one line of a report may claim. */
import { beforeAll, describe, expect, test } from "vitest";
import { summarizeReport } from "../../src/report/headline.ts";
import type { Finding, Report } from "../../src/report/report.ts";
import { small } from "../cli/command-line.ts";
import { changeByHand, openReports } from "./run-reports.ts";

describe("drift", () => {
  let calm: Report;
  let drifted: Report;
  beforeAll(async () => {
    const project = openReports(small);
    await project.apply();
    calm = (await project.drift()).report;
    await changeByHand(project.folder, { "web-a": 50 });
    drifted = (await project.drift()).report;
  });
  const failing = (report: Report, code: string): Report => {
    const error: Finding = {
      code,
      severity: "error",
      message: "",
      details: [],
      file: null,
      line: null,
      column: null,
      endLine: null,
      endColumn: null,
      hint: null,
      fingerprint: "",
    };
    return { ...report, ok: false, diagnostics: [...report.diagnostics, error] };
  };

  test("there is none only where everything was read", () => {
    expect(summarizeReport(calm).facts).toEqual(["no drift", "1 as applied"]);
    const { facts } = summarizeReport(failing(calm, "vendor-unreachable"));
    expect(facts).toEqual(["not everything could be read", "1 as applied", "1 error"]);
    const { facts: none } = summarizeReport(failing({ ...calm, zones: [] }, "vendor-unreachable"));
    expect(none).toEqual(["nothing could be read", "1 error"]);
  });

  test("what was found is told, also where not everything was read", () => {
    const { facts } = summarizeReport(failing(drifted, "vendor-unreachable"));
    expect(facts.slice(0, 2)).toEqual(["1 name changed by hand", "not everything could be read"]);
  });

  test("a file of a report that can't be written hides nothing that was read", () => {
    expect(summarizeReport(failing(calm, "file-unwritable")).facts[0]).toBe("no drift");
  });
});
