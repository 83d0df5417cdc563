/** Scalars of a YAML file in their final form. */
import { CST } from "yaml";
import type { Content } from "./layout.ts";
import { isCoreValue, writeText } from "./yaml-scalar.ts";

/** Misleads readers of YAML 1.1 alone, and policies say it: `lint: { some-rule: off }`. */
const policyWord = "off";

/** A tagged scalar means what its tag says, so it stays as written unless it takes several lines. */
export function writeScalar(token: CST.FlowScalar, tag: string | null): string {
  const { source, type } = token;
  const isWord = type === "scalar" && (isCoreValue(source) || source === policyWord);
  if (isWord || (tag !== null && !source.includes("\n"))) return source;
  return writeText(resolveText(token));
}

function resolveText(token: CST.FlowScalar): string {
  return CST.resolveAsScalar(token)?.value ?? "";
}

export function keepsBreaks(token: CST.BlockScalar): boolean {
  return headerOf(token).includes("+");
}

function headerOf(token: CST.BlockScalar): string {
  for (const prop of token.props) if (prop.type === "block-scalar-header") return prop.source;
  return "|";
}

export function readBlock(token: CST.BlockScalar): Content {
  const header = headerOf(token);
  const lines = token.source.split("\n");
  const written = /[1-9]/.exec(header)?.[0];
  const first = lines.find((line) => line.trim() !== "") ?? "";
  const least = Math.max(token.indent, 0);
  const indent = written === undefined ? first.length - first.trimStart().length : least + Number(written);
  const content = lines.map((line) => line.slice(indent));
  // The last line break ends the last line; what stands behind it counts only with `+`.
  if (content.at(-1) === "") content.pop();
  if (!keepsBreaks(token)) while (content.length > 0 && content.at(-1) === "") content.pop();
  const chomping = /[-+]/.exec(header)?.[0] ?? "";
  return {
    kind: "block",
    header: `${header.charAt(0)}${written === undefined ? "" : "2"}${chomping}`,
    lines: content,
  };
}
