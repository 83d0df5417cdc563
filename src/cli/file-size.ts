/** Sizes of files on the command line: `8MiB`, `500kB`, or bytes. */
import { InvalidArgumentError } from "commander";

const units: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1000,
  mb: 1_000_000,
  k: 1024,
  m: 1_048_576,
  kib: 1024,
  mib: 1_048_576,
};

/** What goes beyond would take minutes and gigabytes to read. */
const largest = 64 * 1_048_576;

/** A size in bytes. Throws commander's error, which names the option. */
export function parseFileSize(text: string): number {
  const { number = "", unit = "" } = /^(?<number>\d+)\s*(?<unit>[a-z]*)$/iu.exec(text)?.groups ?? {};
  const bytes = number === "" ? Number.NaN : Number(number) * (units[unit.toLowerCase()] ?? Number.NaN);
  if (bytes > 0 && bytes <= largest) return bytes;
  throw new InvalidArgumentError("Write a size up to 64MiB, such as 8MiB.");
}

/** The same size as one would write it. */
export function writeFileSize(bytes: number): string {
  return bytes % 1_048_576 === 0 ? `${bytes / 1_048_576}MiB` : String(bytes);
}
