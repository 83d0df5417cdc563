/** `signpost init` in conversation: what it asks, and what it leaves behind. */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Strategy } from "../../src/cli/init/answers.ts";
import { askForAnswers } from "../../src/cli/init/ask.ts";
import { composePolicy } from "../../src/cli/init/compose.ts";
import type { Questions } from "../../src/cli/init/questions.ts";
import { orderKeys } from "../../src/policy/key-order.ts";
import { formatSource } from "../../src/source/format.ts";
import { parseSource } from "../../src/source/read.ts";
import { environment, makeProject, run, signpost } from "./command-line.ts";
import { expectGood, read } from "./first-policy.ts";

describe("the conversation", () => {
  /** Answers in a row; an answer that is judged wrong is followed by the next. */
  function answer(answers: readonly unknown[]): {
    readonly questions: Questions;
    readonly left: () => number;
  } {
    const left = [...answers];
    const next = () => left.shift();
    return {
      left: () => left.length,
      questions: {
        text: async ({ judge, usual }) => {
          for (;;) {
            const given = next();
            const text = given === undefined ? (usual ?? "") : given;
            if (text === null) return null;
            if (judge(String(text)) === null) return String(text);
          }
        },
        choose: async ({ offers, usual }) => {
          const wanted = next();
          return wanted === null ? null : (offers.find(({ value }) => value === wanted)?.value ?? usual);
        },
        chooseAny: async ({ offers, usual }) => {
          const wanted = next();
          if (wanted === null) return null;
          return Array.isArray(wanted)
            ? offers.flatMap(({ value }) => (wanted.includes(value) ? [value] : []))
            : usual;
        },
        confirm: async (_, initial) => {
          const given = next();
          return given === null ? null : typeof given === "boolean" ? given : initial;
        },
        say: () => {},
      },
    };
  }

  const two = ["eu-a", "203.0.113.10", true, "us-a", "192.0.2.10", false];

  test.each<readonly [Strategy, readonly unknown[]]>([
    [
      "single",
      ["example.com", "www", ["route53"], "web-a", "203.0.113.10", false, true, "https:/healthz", "shop"],
    ],
    ["weighted", ["example.com", "@", [], ["cloudflare"], true, ...two, false, "weighted", "shop"]],
    [
      "failover",
      ["example.com", "*.app", ["route53", "cloudflare"], false, ...two, true, "tcp:443", "failover", "shop"],
    ],
    [
      "geo",
      [
        "bad zone",
        "example.com",
        "www",
        "the usual",
        ...two,
        true,
        "https:/up",
        "geo",
        [],
        [],
        ["EU"],
        [],
        "shop",
      ],
    ],
  ])("leads to %s", async (strategy, given) => {
    const { questions, left } = answer(given);
    const answers = await askForAnswers({}, questions);
    expect(answers).toMatchObject({ zone: "example.com", name: "shop", strategy });
    expect(left()).toBe(0);
    if (answers !== null) expectGood(formatted(composePolicy(answers)));
  });

  test("asks only for what was not given", async () => {
    const { questions, left } = answer(["www", "the usual", "web"]);
    const given = {
      zone: "example.com",
      endpoints: [{ name: "a", ipv4: "192.0.2.1", ipv6: null }],
      check: null,
    };
    expect(await askForAnswers(given, questions)).toMatchObject({
      record: "www",
      name: "web",
      strategy: "single",
      providers: ["route53"],
    });
    expect(left()).toBe(0);
  });

  test.each([
    [["route53"], [], { route53: {} }],
    [["cloudflare"], [false], { cloudflare: {} }],
    [["cloudflare"], [true], { cloudflare: { proxied: true } }],
    [["route53", "cloudflare"], [true], { route53: {}, cloudflare: { proxied: true } }],
  ])("goes to %j, proxied %j", async (chosen, proxied, written) => {
    const given = {
      zone: "example.com",
      record: "www",
      name: "web",
      endpoints: [{ name: "a", ipv4: "192.0.2.1", ipv6: null }],
      check: null,
    };
    const { questions, left } = answer([chosen, ...proxied]);
    const answers = await askForAnswers(given, questions);
    expect(left()).toBe(0);
    if (answers === null) throw new Error("no answers");
    const text = formatted(composePolicy(answers));
    expectGood(text);
    expect(parse(text).providers).toEqual(written);
  });

  test("ends wherever it is ended", async () => {
    const all = [
      "example.com",
      "www",
      ["cloudflare"],
      false,
      ...two,
      true,
      "https:/up",
      "geo",
      ["EU"],
      [],
      "shop",
    ];
    for (let position = 0; position < all.length; position += 1) {
      expect(await askForAnswers({}, answer([...all.slice(0, position), null]).questions)).toBeNull();
    }
  });

  function formatted(text: string): string {
    return formatSource(parseSource({ path: "signpost.yaml", text }), orderKeys).text ?? "";
  }
});

describe("as a program", () => {
  test("without a terminal it asks nothing", async () => {
    const folder = makeProject();
    expect(await run(["init"], { folder })).toMatchObject({ code: 8, stdout: "" });
    const line = ["init", "--zone", "example.com", "--endpoint", "a=192.0.2.1", "--endpoint", "b=192.0.2.2"];
    expect(await run(line, { folder })).toMatchObject({ code: 0, stderr: "" });
    expectGood(read(folder, "signpost.yaml"));
    expect(await run(["validate"], { folder })).toMatchObject({ code: 0, stderr: "" });
  });

  /** util-linux's `script` gives a program a terminal. */
  const hasTerminal = process.platform === "linux" && spawnSync("script", ["--version"]).error === undefined;

  /** Types each answer once its question is there. */
  function converse(folder: string, line: string, turns: readonly (readonly [string, string])[]) {
    const command = `${process.execPath} ${signpost} ${line}`;
    const env = { ...environment(folder), TERM: "xterm", NO_COLOR: "1" };
    const child = spawn("script", ["-qec", `stty cols 100 rows 40; ${command}`, "/dev/null"], {
      cwd: folder,
      env,
    });
    let shown = "";
    let from = 0;
    const left = [...turns];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      const [question, typed] = left[0] ?? [];
      const at = question === undefined ? -1 : shown.indexOf(question, from);
      if (question === undefined || typed === undefined || at === -1) return;
      from = at + question.length;
      left.shift();
      // Once the question is drawn to its end, and listens.
      setTimeout(() => child.stdin.write(typed), 60);
    });
    return new Promise<{ readonly code: number | null; readonly shown: string }>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, shown }));
    });
  }

  test.runIf(hasTerminal)("on a terminal it asks, and writes the file at the end", async () => {
    const folder = makeProject();
    const { code, shown } = await converse(folder, "init", [
      ["Which zone?", "example.com\r"],
      ["Which name", "\r"],
      ["Where does it go?", "\r"],
      ["first endpoint", "web-a\r"],
      ["address of web-a", "203.0.113.10\r"],
      ["Another endpoint?", "n"],
      ["noticed", "n"],
      ["called?", "\r"],
    ]);
    expect(code, shown).toBe(0);
    expect(shown).toContain("Next: signpost plan --sandbox");
    expectGood(read(folder, "signpost.yaml"));
  });

  test.runIf(hasTerminal)("Ctrl-C leaves nothing behind", async () => {
    const folder = makeProject();
    const { code } = await converse(folder, "init", [
      ["Which zone?", "example.com\r"],
      ["Which name", "\u0003"],
    ]);
    expect(code).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.runIf(hasTerminal)("a file is overwritten only after a yes", async () => {
    const folder = makeProject({ "signpost.yaml": "mine" });
    const line = "init --zone example.com --record www --name web --endpoint a=192.0.2.1 --check none";
    const question = "Overwrite it?";
    expect((await converse(folder, line, [[question, "\r"]])).code).toBe(8);
    expect(read(folder, "signpost.yaml")).toBe("mine");
    const turns = [
      [question, "y"],
      ["Where does it go?", "\r"],
    ] as const;
    expect((await converse(folder, line, turns)).code).toBe(0);
    expectGood(read(folder, "signpost.yaml"));
  });
});
