/** What things of a zone are called in a policy that is made of it. */
import { keyOfCheck } from "./resource.ts";

/** `_octodns-eu-pool.www.example.com` is called eu; any other name by its first label. */
export function labelsOf(name: string): readonly string[] {
  const [label = ""] = name.split(".");
  return [/^_octodns-(?<pool>.+)-(?:pool|value)$/u.exec(label)?.groups?.pool ?? label];
}

/** The key of a check by the id that a record set refers to. */
export function keyOf(id: string): string {
  return keyOfCheck(id.startsWith("ref:") ? id.slice(4) : `id:${id}`);
}

/** What a check is called where it is told about, by the id that a record set refers to. */
export function nameOfCheck(id: string): string {
  return id.replace(/^ref:/u, "");
}
