/** What schemas are made of. */

export interface Schema {
  readonly [keyword: string]: unknown;
}

export const text: Schema = { type: "string" };
export const flag: Schema = { type: "boolean" };
export const whole: Schema = { type: "integer", minimum: 0 };
export const orNull = (schema: Schema): Schema => ({ anyOf: [{ type: "null" }, schema] });
export const listOf = (items: Schema): Schema => ({ type: "array", items });
export const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

/** All of these, and nothing else. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", required, additionalProperties: false, properties };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function schemaOf(schema: unknown, name: string): Schema {
  if (!isSchema(schema)) throw new Error(`the schema has no ${name} any more`);
  return schema;
}

export function propertiesOf(schema: unknown, name: string): Readonly<Record<string, Schema>> {
  const { properties } = schemaOf(schema, name);
  return Object.fromEntries(
    Object.entries(schemaOf(properties, name)).map(([key, value]) => [key, schemaOf(value, key)]),
  );
}

/** The definitions of another schema that are referred to, and those that they refer to. */
export function borrow(
  own: Readonly<Record<string, Schema>>,
  theirs: Readonly<Record<string, Schema>>,
): Readonly<Record<string, Schema>> {
  const taken = new Map<string, Schema>();
  const pending: unknown[] = [own];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [, name = ""] of JSON.stringify(next).matchAll(/"#\/\$defs\/([^"]+)"/gu)) {
      if (Object.hasOwn(own, name) || taken.has(name)) continue;
      const schema = schemaOf(theirs[name], name);
      taken.set(name, schema);
      pending.push(schema);
    }
  }
  return Object.fromEntries([...taken].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What a command says whose result is this. */
export function result(
  commands: readonly string[],
  properties: Readonly<Record<string, Schema>>,
  description: string,
  optional: readonly string[] = [],
): Schema {
  const command = commands.length === 1 ? { const: commands[0] } : { enum: commands };
  const envelope = { format: ref("format"), command, ok: flag, diagnostics: listOf(ref("finding")) };
  return { description, ...object({ ...envelope, ...properties }, optional) };
}
