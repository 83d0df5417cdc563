/** Keywords whose value is a map: its keys are names that users choose, not keywords. */
const maps: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);
/** Keywords whose value is data. */
const data: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);

/** A copy of a JSON Schema without these keywords. */
export function stripKeywords(schema: unknown, unwanted: readonly string[]): unknown {
  if (Array.isArray(schema)) return schema.map((member) => stripKeywords(member, unwanted));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !unwanted.includes(keyword))
      .map(([keyword, value]) => [keyword, stripValue(keyword, value, unwanted)]),
  );
}

function stripValue(keyword: string, value: unknown, unwanted: readonly string[]): unknown {
  if (data.has(keyword)) return value;
  if (!maps.has(keyword) || !isObject(value)) return stripKeywords(value, unwanted);
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [name, stripKeywords(schema, unwanted)]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
