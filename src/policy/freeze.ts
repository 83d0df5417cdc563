/** Freezes plain data and what is in it, the values of maps included. */
export function freezeDeeply<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  const inner: Iterable<unknown> = value instanceof Map ? value.values() : Object.values(value);
  for (const item of inner) freezeDeeply(item);
  return Object.freeze(value);
}
