import { entry } from "./entry.ts";

/** What is said about tests that fail and guarantees that are broken. */
export const proofEntries = {
  "test-failed": entry<{
    readonly name: string;
    readonly record: string;
    /** Null where the record has one type, or all fail alike. */
    readonly type: string | null;
    readonly client: string;
    /** As simulate takes it, null for anywhere. */
    readonly from: string | null;
    readonly down: readonly string[];
    readonly at: string;
    /** In percent; null when it can't be told. */
    readonly shares:
      | readonly {
          readonly label: string;
          readonly expected: number;
          readonly actual: number;
        }[]
      | null;
  }>({
    severity: "error",
    title: "A test that fails",
    message: ({ name, type, client, down, at, shares }) => {
      const asks = [...(at === "policy" ? [] : [titleOf(at)]), ...(type === null ? [] : [`for ${type}`])];
      const asked = `a client ${whereIs(client)}${asks.length === 0 ? "" : ` that asks ${asks.join(" ")}`}`;
      const gets = shares === null ? "something that can't be told" : spellShares(shares, "actual");
      const wanted = shares === null ? "" : `, not ${spellShares(shares, "expected")}`;
      return `The test "${name}" fails: ${asked}${withDown(down)} gets ${gets}${wanted}`;
    },
    hint: ({ record, from, down, at }) => {
      const options = [
        ["record", record],
        ["from", from],
        ["down", down.length === 0 ? null : down.join()],
        ["at", at === "policy" ? null : at],
      ];
      const said = options.flatMap(([option, value]) =>
        value === null || value === undefined ? [] : [`--${option} ${quote(value)}`],
      );
      return `change the policy, or the test where it is wrong; to look: signpost simulate ${said.join(" ")}`;
    },
    details: ({ shares }) => (shares === null ? [] : compareShares(shares)),
    explain: `A test says what must come out for one client in one state of health. The shares are in percent; those of
endpoints that the test doesn't name must be 0. They may be off by 0.1 points, or by the test's tolerance.

    tests:
      - name: the standby takes Europe over
        record: www
        from: { country: DE }
        down: [eu-a, eu-b]
        expect: { eu-dr: 100 }`,
  }),
  "guarantee-broken": entry<{
    readonly name: string;
    readonly record: string;
    readonly type: string | null;
    /** Whose answer breaks it; null when the policy's own meaning does. */
    readonly at: string | null;
    readonly promise: "only" | "never" | "survives" | "failover" | "share";
    readonly client: string;
    readonly down: readonly string[];
    /** Those of them without a check. */
    readonly unnoticed: readonly string[];
    /** In percent. */
    readonly answers: readonly { readonly endpoints: readonly string[]; readonly share: number }[];
  }>({
    severity: "error",
    title: "A guarantee that is broken",
    message: ({ name, type, at, client, down, answers }) => {
      const asked = `a client ${whereIs(client)}${type === null ? "" : ` that asks for ${type}`}`;
      const broken = at === null ? "broken" : `broken by ${at}, which answers something else here`;
      return `The guarantee "${name}" is ${broken}: ${asked}${withDown(down)} gets ${spellAnswers(answers)}`;
    },
    hint: ({ promise, unnoticed, at }) => {
      if (at !== null)
        return `keep the record off ${at}, or change the guarantee; the difference itself is told above`;
      if (promise === "survives" && unnoticed.length > 0)
        return `give ${list(unnoticed)} a healthCheck: without one nobody notices that it is down`;
      if (promise === "survives") return "add a member that takes over, such as the last one of a failover";
      if (promise === "share") return "change the weights, or share out among more members";
      if (promise === "only")
        return "leave it out of what these clients can be given (whenDown: stay keeps them in a branch), or name it";
      return "take the endpoint out of what these clients can be given, or change the guarantee";
    },
    explain: `A guarantee is held against every client that it is about in every state of health, not against examples.
What is shown is the smallest state that breaks it. Up to 12 checked endpoints of a record every state is tried;
beyond that all with up to two down, all down, each group down, and a sample. survives counts endpoints without a
check too: one that is down and not noticed still gets its clients.

    guarantees:
      - name: Europe stays in Europe
        record: www
        from: { continents: [EU] }
        only: [eu-a, eu-b]`,
  }),
  "guarantee-failover-missed": entry<{
    readonly name: string;
    readonly record: string;
    readonly within: number;
    /** Seconds; null when nothing is checked. */
    readonly worst: number | null;
  }>({
    severity: "error",
    title: "A guarantee of a failover that takes longer",
    message: ({ name, record, within, worst }) =>
      worst === null
        ? `The guarantee "${name}" is broken: no endpoint of ${record} has a check, so it never fails over`
        : `The guarantee "${name}" is broken: a failover of ${record} takes ${worst} s at worst, not ${within} s`,
    hint: ({ worst }) =>
      worst === null
        ? "give its endpoints a healthCheck"
        : "lower the ttl of the record, or the interval or threshold of its check",
    explain: `The worst case of a failover is detection (threshold × interval), a probe that hangs, and the TTL. The
largest of all checks of the record and of all its providers counts.

    guarantees:
      - { name: fast enough, record: www, failover: { within: 75s } }`,
  }),
} as const;

/** "eu-a, eu-b and eu-dr"; the first few of many. */
function list(names: readonly string[]): string {
  const shown = names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} more`] : names;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}

type Compared = readonly {
  readonly label: string;
  readonly expected: number;
  readonly actual: number;
}[];

/** "in Germany", "anywhere", "elsewhere"; a client that is known by its address only is "at" it. */
function whereIs(client: string): string {
  if (client.startsWith("everywhere")) {
    return client.replace(/^everywhere else/u, "elsewhere").replace(/^everywhere/u, "anywhere");
  }
  if (client.startsWith("anywhere")) return client;
  return /^[\d-]|:/u.test(client) ? `at ${client}` : `in ${client}`;
}

function withDown(down: readonly string[]): string {
  return down.length === 0 ? "" : `, with ${list(down)} down,`;
}

function spellShares(shares: Compared, side: "expected" | "actual"): string {
  const told = shares.filter((one) => one[side] > 0);
  if (told.length === 0) return "nothing";
  return list(told.map((one) => `${one.label} ${spell(one[side])}`));
}

function spellAnswers(
  answers: readonly { readonly endpoints: readonly string[]; readonly share: number }[],
): string {
  return list(
    answers.map(({ endpoints, share }) => {
      const told = endpoints.length === 0 ? "no answer" : endpoints.join(" + ");
      return `${told} ${spell(share)}`;
    }),
  );
}

function compareShares(shares: Compared): readonly string[] {
  const rows = [
    ["", "expected", "actual"],
    ...shares.map((one) => [one.label, spell(one.expected), spell(one.actual)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([label = "", expected = "", actual = ""]) => {
    const [first = 0, second = 0, third = 0] = widths;
    return `${label.padEnd(first)}   ${expected.padStart(second)}   ${actual.padStart(third)}`;
  });
}

function spell(share: number): string {
  return `${Number(share.toFixed(2))} %`;
}

/** For a shell. */
function quote(word: string): string {
  return /^[\w.,=@:/-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function titleOf(provider: string): string {
  return provider === "route53" ? "Route 53" : provider;
}
