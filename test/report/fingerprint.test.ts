/** A finding is known again in another run, wherever its lines have moved to and whatever commit it was read from. */
import { expect, test } from "vitest";
import { diagnose } from "../../src/diagnostic/diagnose.ts";
import { fingerprintOf, fingerprintOfWords } from "../../src/report/fingerprint.ts";
import { locateDiagnostic } from "../../src/report/located.ts";

const place = { file: "dns/web.yaml", pointer: "/records/www/ttl", on: "key" } as const;
const twice = (key: string, firstLine: number, file: string = place.file) =>
  diagnose("yaml-duplicate-key", { key, firstLine }, { ...place, file });
const claimed = (file: string, line: number) =>
  diagnose(
    "formerly-claimed",
    { name: "web", policy: "edge", isFormer: true, isOthersFormer: false, file, line },
    place,
  );
const unreadable = (path: string) => diagnose("part-unused", { path }, { ...place, file: path });

test("lines that move don't change it, those of another place neither", () => {
  expect(fingerprintOf(twice("ttl", 9))).toBe(fingerprintOf(twice("ttl", 12)));
  expect(fingerprintOf(claimed("dns/edge.yaml", 3))).toBe(fingerprintOf(claimed("dns/edge.yaml", 7)));
  expect(fingerprintOf(twice("ttl", 9))).not.toBe(fingerprintOf(twice("to", 9)));
});

test("the commit of a file is no part of it, the file is", () => {
  expect(fingerprintOf(twice("ttl", 9, "HEAD:dns/web.yaml"))).toBe(fingerprintOf(twice("ttl", 9)));
  expect(fingerprintOf(claimed("HEAD~1:dns/edge.yaml", 3))).toBe(fingerprintOf(claimed("dns/edge.yaml", 3)));
  expect(fingerprintOf(unreadable("HEAD:dns/part.yaml"))).toBe(fingerprintOf(unreadable("dns/part.yaml")));
  expect(fingerprintOf(claimed("dns/edge.yaml", 3))).not.toBe(fingerprintOf(claimed("dns/other.yaml", 3)));
  expect(fingerprintOf(twice("ttl", 9, "dns/other.yaml"))).not.toBe(fingerprintOf(twice("ttl", 9)));
});

test("of words alone it is that of their file", () => {
  const words = (file: string) => fingerprintOfWords(locateDiagnostic(twice("ttl", 9, file), new Map()));
  expect(words("HEAD:dns/web.yaml")).toBe(words("dns/web.yaml"));
  expect(words("dns/other.yaml")).not.toBe(words("dns/web.yaml"));
});
