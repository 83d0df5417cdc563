/** What can be wrong with an address, as the second half of a sentence. */
export const addressProblems = {
  hostname: "it is a host name",
  port: "it has a port",
  network: "it is a network",
  url: "it is a URL",
  brackets: "it stands in brackets",
  otherFamily: "it is an address of the other family",
  leadingZero: "a part of it has a leading zero, which some programs read as octal",
  mapped: "it is an IPv4 address in IPv6 clothes",
  zoneId: "it has a zone id, which means something on one machine only",
  range: "a part of it is over 255",
  unusable: "no client can connect to it",
  malformed: "it cannot be read as one",
} as const;

/** What can be wrong with a domain name, as the second half of a sentence. */
export const domainProblems = {
  empty: "it is empty",
  url: "it is a URL",
  port: "it has a port",
  address: "it is an address",
  emptyLabel: "there is nothing between two dots",
  wildcard: "a star can only be the whole first label",
  unicode: "DNS carries ASCII only",
  lookalike: "it mixes Latin letters with letters that only look like them",
  dash: "a label begins or ends with a dash",
  character: "a label has a-z, 0-9, - and _ only",
  trailingDot: "it ends in a dot",
} as const;

/** The first character that isn't ASCII, as a person can look it up: "а is U+0430". Null where there is none. */
export function nameForeignLetter(text: string): string | null {
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code > 0x7f) return `${letter} is U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  }
  return null;
}
