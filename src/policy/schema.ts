/** What the schema says about a place in a policy file: the one source of wording for editors and for us. */
import policySchema from "../../schemas/policy.schema.json" with { type: "json" };
import { isList, isMapping } from "./written.ts";

export interface Expectation {
  /** The name of the definition, such as `duration`; null where the schema is written in place. */
  readonly concept: string | null;
  /** A noun phrase: what is wanted. */
  readonly title: string;
  readonly example: unknown;
  /** Keys that have a meaning, where a mapping is wanted. */
  readonly keys: readonly string[];
  /** Values, where one of a few is wanted. */
  readonly options: readonly string[];
  readonly wantsList: boolean;
  readonly wantsNumber: boolean;
  readonly least: number | null;
  readonly most: number | null;
}

type Schema = Readonly<Record<string, unknown>>;

const definitions: Schema = policySchema.$defs;
const nothing: Schema = {};

/** What is wanted at the end of this way from the root. */
export function expectationAt(segments: readonly string[]): Expectation {
  let found = resolve(policySchema, "policy");
  for (const segment of segments) found = resolve(step(found.schema, segment), null);
  const { schema, concept } = found;
  const examples = isList(schema.examples) ? schema.examples : [];
  return {
    concept,
    title: typeof schema.title === "string" ? schema.title : "something else",
    example: examples[0] ?? null,
    keys: isMapping(schema.properties) ? Object.keys(schema.properties) : [],
    options: isList(schema.enum) ? schema.enum.filter((option) => typeof option === "string") : [],
    wantsList: schema.type === "array",
    wantsNumber: schema.type === "integer",
    least: typeof schema.minItems === "number" ? schema.minItems : null,
    most: typeof schema.maxItems === "number" ? schema.maxItems : null,
  };
}

function step(schema: Schema, segment: string): unknown {
  if (isMapping(schema.properties) && Object.hasOwn(schema.properties, segment))
    return schema.properties[segment];
  const list = /^\d+$/.test(segment) && schema.items !== undefined;
  return list ? schema.items : schema.additionalProperties;
}

/** Follows a reference; what stands beside it is more particular than what it leads to. */
function resolve(schema: unknown, concept: string | null): { schema: Schema; concept: string | null } {
  if (!isMapping(schema)) return { schema: nothing, concept };
  if (typeof schema.$ref !== "string") return { schema, concept };
  const name = schema.$ref.replace("#/$defs/", "");
  const target = resolve(definitions[name], name);
  return { schema: { ...target.schema, ...schema }, concept: target.concept };
}
