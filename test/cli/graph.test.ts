/** `signpost graph`: what goes where, and which records. */
import { expect, test } from "vitest";
import { type GraphOptions, runGraph } from "../../src/cli/commands/graph.ts";
import { makeProject, small } from "./command-line.ts";
import { listen } from "./in-process.ts";

const two = small.replace("records:", "records:\n  api: { ttl: 30s, to: web-a }");

function graph(files: Readonly<Record<string, string>>, options: Partial<GraphOptions> = {}) {
  const heard = listen(makeProject(files));
  const code = runGraph(heard.context, [], { as: "mermaid", ...options });
  return { code, out: heard.out(), err: heard.err() };
}

test("draws the whole policy on stdout", () => {
  const { code, out, err } = graph({ "signpost.yaml": two });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^flowchart LR\n/u);
  expect(out).toContain("www.example.com");
  expect(out).toContain("api.example.com");
  expect(graph({ "signpost.yaml": two }, { as: "dot" }).out).toMatch(/^digraph signpost \{\n.*\n\}\n$/su);
});

test.each(["www", "www.example.com", "WWW.example.com."])("--record %s draws that one alone", (record) => {
  const { code, out } = graph({ "signpost.yaml": two }, { record });
  expect(code).toBe(0);
  expect(out).toContain("www.example.com");
  expect(out).not.toContain("api.example.com");
});

test("a record that isn't there has a suggestion", () => {
  const { code, out, err } = graph({ "signpost.yaml": two }, { record: "wwww" });
  expect({ code, out }).toEqual({ code: 64, out: "" });
  expect(err).toContain("did you mean www?");
});

test("an invalid policy is not drawn", () => {
  const { code, out, err } = graph({ "signpost.yaml": small.replace("web-b: 10", "web-c: 10") });
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain("[unknown-endpoint]");
});
