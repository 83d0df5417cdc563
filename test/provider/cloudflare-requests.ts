/**
 * Requests, held against Cloudflare's own description of its API. That file is not part of this repository; where it lies
 * beside it, it is used.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import type { Passing } from "./proxy.ts";

const path = join(import.meta.dirname, "../../../shared/contracts/cloudflare-openapi.json");

export const isDescribed = existsSync(path);

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: object;
}

/** Makes the function that says what is wrong with a request. */
function openRequests(file: string): (passing: Passing) => readonly string[] {
  const contract: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(contract, "contract");
  const templates = Object.keys(contract.paths).map((template) => ({
    template,
    holes: template.split("{").length,
    pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/gu, "[^/]+")}$`, "u"),
  }));
  templates.sort((one, other) => one.holes - other.holes);
  return ({ method, target, body }) => {
    const url = new URL(target, "http://localhost");
    const where = url.pathname.replace(/^\/client\/v4/u, "");
    const template = templates.find(({ pattern }) => pattern.test(where))?.template ?? "";
    const verb = method.toLowerCase();
    const operation = contract.paths[template]?.[verb];
    if (operation === undefined) return [`${method} ${where} isn't described`];
    const known = (operation.parameters ?? []).map(({ name }) => name);
    const unknown = [...url.searchParams.keys()].filter((name) => !known.includes(name));
    const problems = unknown.map((name) => `${method} ${template} has no ${name}`);
    if (body === "") return problems;
    if (operation.requestBody === undefined) return [...problems, `${method} ${template} takes no body`];
    const steps = ["paths", template, verb, "requestBody", "content", "application/json", "schema"];
    const pointer = steps
      .map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = ajv.getSchema(`contract#/${pointer}`);
    if (validate === undefined) return [...problems, `${method} ${template} has no schema`];
    if (validate(JSON.parse(body)) === true) return problems;
    const told = (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${method} ${template} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    return [...problems, ...told];
  };
}

/** What is wrong with a request; nothing where the description isn't here. */
export const findProblems: (passing: Passing) => readonly string[] = isDescribed
  ? openRequests(path)
  : () => [];
