/** The tests of a policy: what must come out by example, beside what does. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { EndpointName, PolicyTest, RecordType } from "../policy/policy.ts";
import { answer } from "../steering/answer.ts";
import { type NamedClient, readAsker } from "../steering/asker.ts";
import { addressOf, stateMaker, unitsDownWith } from "../steering/health.ts";
import type { SteeredEndpoint, SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { Opponent } from "./equivalence.ts";
import { endpointsTold } from "./shares.ts";

/** What was expected of an endpoint, beside what it gets; both in percent. */
export interface ComparedShare {
  /** Endpoints with one address can't be told apart by what a provider answers, so they stand together: "a/b". */
  readonly label: string;
  readonly expected: number;
  readonly actual: number;
}

export interface TestOutcome {
  readonly type: RecordType;
  /** Those that are expected first; null when it can't be told what a provider would answer. */
  readonly shares: readonly ComparedShare[] | null;
  readonly passed: boolean;
}

export interface TestResult {
  readonly test: PolicyTest;
  /** As it is written. */
  readonly record: string;
  /** Who asks, for people. */
  readonly client: string;
  /** One for each type that was tested. */
  readonly outcomes: readonly TestOutcome[];
  readonly passed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The evaluator of a provider, over what was compiled for a record, and the type that it answers for this one. Null: nothing was, and that was told. */
export type OpponentFor = (
  test: PolicyTest,
  steered: SteeredRecord,
  type: RecordType,
) => { readonly opponent: Opponent; readonly as: RecordType } | null;

/** Labels what nobody answers. */
const noAnswer = "no answer";

/** Runs tests, in their order. One about a record that isn't steered is left out: that was told. */
export function runTests(
  tests: readonly PolicyTest[],
  records: readonly SteeredRecord[],
  opponentFor: OpponentFor,
): readonly TestResult[] {
  const byName = new Map(records.map((steered) => [steered.record.name, steered]));
  return tests.flatMap((test): readonly TestResult[] => {
    const steered = byName.get(test.record);
    return steered === undefined ? [] : runTest(test, steered, opponentFor);
  });
}

function runTest(test: PolicyTest, steered: SteeredRecord, opponentFor: OpponentFor): readonly TestResult[] {
  const record = steered.record.label;
  const client = readAsker(test.from);
  if ("code" in client) {
    return [{ test, record, client: "", outcomes: [], passed: false, diagnostics: [client] }];
  }
  const types = test.type === null ? steered.record.types : [test.type];
  const outcomes = types.flatMap((type): readonly TestOutcome[] => {
    const vendor = test.at === "policy" ? null : opponentFor(test, steered, type);
    if (test.at !== "policy" && vendor === null) return [];
    // Who dials the endpoint itself answers one family as the other.
    const asked = { test, steered, type: vendor?.as ?? type, client, opponent: vendor?.opponent ?? null };
    return [{ ...askOnce(asked), type }];
  });
  if (outcomes.length === 0) return [];
  const passed = outcomes.every((outcome) => outcome.passed);
  const failed = outcomes.filter((outcome) => !outcome.passed);
  // Types that fail alike are one mistake.
  const alike = failed.length === types.length && failed.every((one) => isAlike(one, failed[0]));
  const diagnostics = (alike ? failed.slice(0, 1) : failed).map((outcome) =>
    explainFailure(test, record, client, outcome, alike),
  );
  return [
    {
      test,
      record,
      get client() {
        return client.name;
      },
      outcomes,
      passed,
      diagnostics,
    },
  ];
}

function isAlike(one: TestOutcome, other: TestOutcome | undefined): boolean {
  return JSON.stringify(one.shares) === JSON.stringify(other?.shares);
}

interface Question {
  readonly test: PolicyTest;
  readonly steered: SteeredRecord;
  readonly type: RecordType;
  readonly client: NamedClient;
  /** Null: the policy itself is asked. */
  readonly opponent: Opponent | null;
}

function askOnce({ test, steered, type, client, opponent }: Question): TestOutcome {
  const endpoints = endpointsOf(steered.tree);
  const dead = unitsDownWith(test.down, endpoints, type);
  const labelOf = opponent === null ? (name: EndpointName) => name : labelByAddress(endpoints, type);
  const actual =
    opponent === null
      ? sumShares(
          answer(steered.tree, client.at, stateMaker(endpoints, type)(dead)).map((outcome) => ({
            labels: outcome.endpoints,
            share: outcome.share,
          })),
        )
      : sumAnswered(opponent, client, dead, endpoints, type);
  if (actual === null) return { type, shares: null, passed: false };
  const expected = new Map<string, number>(test.expect.size === 0 ? [[noAnswer, 100]] : []);
  for (const [name, share] of test.expect) {
    expected.set(labelOf(name), (expected.get(labelOf(name)) ?? 0) + share);
  }
  const labels = [...new Set([...expected.keys(), ...actual.keys()])];
  const shares = labels.map((label) => ({
    label,
    expected: expected.get(label) ?? 0,
    actual: actual.get(label) ?? 0,
  }));
  // The last digits of a sum depend on its order.
  const passed = shares.every((one) => Math.abs(one.expected - one.actual) <= test.tolerance + 1e-9);
  return { type, shares, passed };
}

function sumAnswered(
  opponent: Opponent,
  client: NamedClient,
  dead: ReadonlySet<string>,
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
): ReadonlyMap<string, number> | null {
  const answered = opponent(client.at, (unit) => dead.has(unit));
  if (answered === null) return null;
  const labels = labelsByAddress(endpoints, type);
  return sumShares(
    answered.map(({ values, share }) => ({
      labels: values.map((value) => labels.get(value) ?? value),
      share,
    })),
  );
}

/** In percent. */
function sumShares(
  answers: readonly { readonly labels: readonly string[]; readonly share: number }[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { labels, share } of answers) {
    const among = endpointsTold({ endpoints: labels, share });
    for (const told of among) {
      const label = told ?? noAnswer;
      sums.set(label, (sums.get(label) ?? 0) + (100 * share) / among.length);
    }
  }
  return sums;
}

function labelsByAddress(
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const endpoint of endpoints) {
    const address = addressOf(endpoint, type);
    if (address === null) continue;
    const known = labels.get(address);
    labels.set(address, known === undefined ? endpoint.name : `${known}/${endpoint.name}`);
  }
  return labels;
}

function labelByAddress(
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
): (name: EndpointName) => string {
  const labels = labelsByAddress(endpoints, type);
  const addresses = new Map(endpoints.map((endpoint) => [endpoint.name, addressOf(endpoint, type)]));
  return (name) => labels.get(addresses.get(name) ?? "") ?? name;
}

function explainFailure(
  test: PolicyTest,
  record: string,
  client: NamedClient,
  { type, shares }: TestOutcome,
  alike: boolean,
): Diagnostic {
  const args = {
    name: test.name,
    record,
    type: alike ? null : type,
    client: client.name,
    from: spellAsker(test),
    down: [...test.down],
    at: test.at,
    shares,
  };
  return diagnose("test-failed", args, test.origin);
}

/** As `simulate --from` takes it; null for anywhere. */
function spellAsker({ from: { place, address, near } }: PolicyTest): string | null {
  const words = [
    ...(place === null ? [] : [`${place.kind}=${place.code}`]),
    ...(address === null ? [] : [`ip=${address.code}`]),
    ...(near === null
      ? []
      : [
          near.kind === "region"
            ? `region=${near.code}`
            : `latitude=${near.latitude},longitude=${near.longitude}`,
        ]),
  ];
  return words.length === 0 ? null : words.join(",");
}
