/**
 * What the sandbox answers, held against Cloudflare's own description of its API. That file is not part of this
 * repository; where it lies beside it, it is used.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";

const path = join(import.meta.dirname, "../../../shared/contracts/cloudflare-openapi.json");

interface Operation {
  readonly responses: {
    readonly [status: string]: {
      readonly content?: { readonly "application/json"?: { readonly schema: object } };
    };
  };
}

interface Contract {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
}

export const isContractHere = existsSync(path);

/** Makes the function that says what is wrong with a reply; nothing where the contract isn't here. */
export function openContract(): (
  method: string,
  url: string,
  status: number,
  body: unknown,
) => readonly string[] {
  if (!isContractHere) return () => [];
  const contract: Contract = JSON.parse(readFileSync(path, "utf8"));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(contract, "contract");
  const templates = Object.keys(contract.paths).map((template) => ({
    template,
    // What is written out wins over what is filled in.
    holes: template.split("{").length,
    pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/gu, "[^/]+")}$`, "u"),
  }));
  templates.sort((one, other) => one.holes - other.holes);
  return (method, url, status, body) => {
    const where = url.replace(/^.*\/client\/v4/u, "").replace(/\?.*$/u, "");
    const template = templates.find(({ pattern }) => pattern.test(where))?.template;
    if (template === undefined) return status === 404 ? [] : [`${method} ${where} isn't described`];
    const key = [template, method.toLowerCase(), "responses", status < 400 ? "200" : "4XX"];
    const operation = contract.paths[template]?.[method.toLowerCase()];
    if (operation === undefined) return [`${method} ${where} isn't described`];
    // Nobody describes what a server says that fails.
    const schema = operation.responses[String(key[3])]?.content?.["application/json"]?.schema;
    // The rate limit stands before the API, and has codes of its own.
    if (status >= 500 || status === 429 || schema === undefined) return [];
    // Most failures are described as successes and failures at once; the second part is the one that can hold.
    const part = status >= 400 && "allOf" in schema ? ["allOf", "1"] : [];
    const pointer = ["paths", ...key, "content", "application/json", "schema", ...part]
      .map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = ajv.getSchema(`contract#/${pointer}`);
    if (validate === undefined) return [`${method} ${where}: no schema`];
    if (validate(body) === true) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${method} ${where} ${status} ${instancePath} ${message}`,
    );
  };
}
