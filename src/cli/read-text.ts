/** Reading a file that may be anything: too large, not text, a pipe. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Parsed } from "../source/document.ts";
import { type Limits, usualLimits } from "../source/limits.ts";
import { parseSource } from "../source/read.ts";

const chunkBytes = 64 * 1024;

/**
 * Reads and parses a file. What is too large is not read to its end. Throws the system's errors.
 *
 * @param path - absolute
 * @param shown - as shown to people
 */
export function readSource(path: string, shown: string, limits: Limits): Parsed {
  const { bytes, size } = readBytes(path, limits.bytes);
  const start = { file: shown, start: 0, end: 0 };
  if (size > limits.bytes) {
    const file = { path: shown, text: "" };
    const found = diagnose("file-too-large", { bytes: size, most: limits.bytes }, start);
    return { file, document: null, diagnostics: [found] };
  }
  return parseBytes(shown, bytes, limits);
}

/** Parses what was read. Invalid UTF-8 is an error: guessing at an encoding would change names in silence. */
export function parseBytes(shown: string, bytes: Uint8Array, limits: Limits = usualLimits): Parsed {
  const text = decode(bytes);
  if (text !== null) return parseSource({ path: shown, text }, limits);
  if (bytes.includes(0)) {
    // Nobody wants to see lines of a binary file.
    const place = { file: shown, start: 0, end: 0 };
    const found = diagnose("file-not-text", { code: "U+0000" }, place);
    return { file: { path: shown, text: "" }, document: null, diagnostics: [found] };
  }
  const file = { path: shown, text: new TextDecoder().decode(bytes) };
  const offset = Math.max(0, file.text.indexOf("\ufffd"));
  const place = { file: shown, start: offset, end: offset + 1 };
  return { file, document: null, diagnostics: [diagnose("file-encoding", {}, place)] };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** At most a little over the limit, so that an endless file, such as a device, ends too. */
function readBytes(path: string, most: number): { readonly bytes: Uint8Array; readonly size: number } {
  const file = openSync(path, "r");
  try {
    const status = fstatSync(file);
    if (status.isFile() && status.size > most) return { bytes: new Uint8Array(), size: status.size };
    const chunks: Uint8Array[] = [];
    let size = 0;
    while (size <= most) {
      const chunk = new Uint8Array(chunkBytes);
      const read = readSync(file, chunk, 0, chunkBytes, null);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    return { bytes: Buffer.concat(chunks), size };
  } finally {
    closeSync(file);
  }
}
