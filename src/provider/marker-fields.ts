/** The fields of a marker: `key=value` or a mere `key`, with semicolons between them. */

/** By their keys; what has no value has an empty one. */
export function readFields(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(";").map((field): [string, string] => {
      const equals = field.indexOf("=");
      return equals < 0
        ? [field.trim(), ""]
        : [field.slice(0, equals).trim(), field.slice(equals + 1).trim()];
    }),
  );
}
