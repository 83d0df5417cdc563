/** A verification as data. */
import type { Difference, Verdict } from "../../verify/cell.ts";
import { differs, type Verification, type VerifiedName } from "../../verify/result.ts";

export function verificationToJson({ zones, tests, certainty }: Verification): object {
  return {
    agrees: zones.length > 0 && zones.every(({ names }) => !names.some(differs)),
    tests: { shares: tests, ...certainty },
    zones: zones.map(({ names, title: _title, ...zone }) => ({ ...zone, names: names.map(nameToJson) })),
  };
}

function nameToJson({ verdicts, ...name }: VerifiedName): object {
  return { ...name, asked: verdicts.map(verdictToJson) };
}

function verdictToJson({ observed, differences, finds }: Verdict): object {
  const { cell, came, ttls, total, overTcp } = observed;
  return {
    name: cell.asked,
    type: cell.type,
    client: cell.client,
    subnet: cell.subnet?.text ?? null,
    replies: total,
    overTcp,
    agrees: differences.length === 0,
    expected: cell.isHidden
      ? null
      : cell.expected.map(({ endpoints, values, share }) => ({ endpoints, values, share })),
    expectedTtl: cell.ttl,
    came: came.map(({ code, values, endpoints, count, servers }) => ({
      code,
      values,
      endpoints,
      count,
      share: count / total,
      servers,
    })),
    ttls: [...ttls].map(([ttl, count]) => ({ ttl, count })),
    finds,
    differences: differences.map(differenceToJson),
  };
}

function differenceToJson(difference: Difference): object {
  switch (difference.kind) {
    case "ttl":
      return { ...difference, came: [...difference.came.keys()] };
    case "unexpected": {
      const { code, values, count } = difference.came;
      return { kind: difference.kind, code, values, count };
    }
    default:
      return difference;
  }
}
