import { entry, type NoArgs } from "./entry.ts";

/** A size in MiB, rounded up so that what is too large never looks as if it fitted. */
function spellSize(bytes: number): string {
  return `${Math.ceil((bytes / 1_048_576) * 10) / 10} MiB`;
}

/** What is said about text that is not the YAML or JSON of one policy. */
export const sourceEntries = {
  "yaml-syntax": entry<{ readonly problem: string }>({
    severity: "error",
    title: "Text that is not YAML",
    message: ({ problem }) => `This is not valid YAML: ${problem}`,
    explain: `The file could not be read as YAML, so nothing below this place was looked at. Only the
first mistake of its sort is shown: what a parser says after it is mostly a consequence.

    records:
      www: { ttl: 30s, to: web-a }    # every { has its }, every " its second "`,
  }),
  "yaml-tab": entry<NoArgs>({
    severity: "error",
    title: "A tab as indentation",
    message: () => "This line is indented with a tab, which YAML does not allow",
    hint: () => "indent with spaces, two for each level, everywhere in the file",
    explain: `YAML knows the structure from the width of the indentation, and a tab has no agreed width.
Most editors can turn tabs into spaces for the whole file.

    records:
      www:          # two spaces
        ttl: 30s    # four spaces`,
  }),
  "yaml-indentation": entry<NoArgs>({
    severity: "error",
    title: "Indentation that does not fit",
    message: () => "The indentation of this line does not fit the lines around it",
    hint: () => "start the keys of one mapping, or the dashes of one list, in the same column",
    explain: `Keys that belong together start in the same column, and what belongs to a key is
indented further than the key.

    records:
      www:
        ttl: 30s
        to: web-a     # the same column as ttl`,
  }),
  "yaml-missing-colon": entry<{ readonly line: string; readonly instead: string }>({
    severity: "error",
    title: "A key without a colon",
    message: ({ line }) => `"${line}" is no key with a value: a colon and a space are missing`,
    hint: ({ instead }) => `write ${instead}`,
    explain: `A key is followed by a colon, and the colon by a space or a new line.

    ttl: 30s      # not "ttl 30s", and not "ttl:30s"
    records:      # the colon stands here too`,
  }),
  "yaml-missing-space": entry<{ readonly instead: string }>({
    severity: "error",
    title: "A dash without a space",
    message: () => "The dash of a list item is followed by a space, and it is missing",
    hint: ({ instead }) => `write ${instead}`,
    explain: `A list item begins with a dash and a space. Without the space the dash is part of the text.

    failover:
      - web-a
      - web-b`,
  }),
  "yaml-second-value": entry<NoArgs>({
    severity: "error",
    title: "Two keys on one line",
    message: () => "A second key starts here, behind the value of the first",
    hint: () => "start it on its own line, or put both in braces: { to: web-a, weight: 90 }",
    explain: `One line holds one key and its value. Text with a colon and a space in it needs quotes.

    note: "ratio: 90 to 10"
    members: { to: web-a, weight: 90 }`,
  }),
  "yaml-unclosed": entry<{ readonly open: string; readonly close: string }>({
    severity: "error",
    title: "A bracket or quote that never ends",
    message: ({ open, close }) => `${open} is opened here, and ${close} is missing`,
    hint: ({ close }) => `put ${close} where it ends`,
    explain: `Every { needs its }, every [ its ] and every quotation mark a second one.

    www: { ttl: 30s, to: web-a }
    failover: [web-a, web-b]`,
  }),
  "yaml-missing-comma": entry<NoArgs>({
    severity: "error",
    title: "A comma missing between braces",
    message: () => "Two entries stand side by side here, with no comma between them",
    hint: () => "separate them: { ttl: 30s, to: web-a }",
    explain: `Between braces and brackets a comma separates the entries.

    www: { ttl: 30s, to: web-a }`,
  }),
  "yaml-quote-needed": entry<{ readonly text: string }>({
    severity: "error",
    title: "Text that YAML reads as a sign of its own",
    message: ({ text }) => `${text} has a meaning of its own in YAML when it stands without quotes`,
    hint: ({ text }) => `write "${text}"`,
    explain: `At the start of a value or key the characters @ * & ! % | > and the backtick belong to YAML
itself. The apex of a zone and wildcards therefore stand in quotation marks.

    records:
      "@": { ttl: 5m, to: web-a }
      "*.app": { ttl: 5m, to: web-a }`,
  }),
  "yaml-duplicate-key": entry<{ readonly key: string; readonly firstLine: number }>({
    severity: "error",
    title: "The same key twice",
    message: ({ key, firstLine }) => `"${key}" was already given on line ${firstLine}`,
    hint: () => "keep one of the two, or give this one another name",
    explain: `A mapping holds each key once. Many YAML readers silently let the last one win; here that
would drop a record or an endpoint without a word, so it is an error.

    endpoints:
      web-a: { ipv4: 203.0.113.10 }
      web-b: { ipv4: 203.0.113.11 }   # not web-a again`,
  }),
  "yaml-key-not-text": entry<{ readonly key: string }>({
    severity: "error",
    title: "A key that is not text",
    message: ({ key }) => (key === "" ? "This key is not text" : `The key ${key} is not text in YAML`),
    hint: ({ key }) => (key === "" ? "use a plain name as the key" : `write "${key}":`),
    explain: `Keys are names, so they are text. Numbers, true, false and null need quotation marks.

    records:
      "404": { ttl: 5m, to: web-a }`,
  }),
  "yaml-several-documents": entry<NoArgs>({
    severity: "error",
    title: "Several documents in one file",
    message: () => "A second YAML document starts here",
    hint: () => "put each policy into a file of its own",
    explain: `One file holds one policy. A line of three dashes starts a new document in YAML.`,
  }),
  "yaml-tag": entry<{ readonly tag: string }>({
    severity: "error",
    title: "A YAML tag",
    message: ({ tag }) => `The tag ${tag} has no meaning in a policy`,
    hint: () => "write the plain value without the tag",
    explain: `A policy is plain data: text, numbers, true and false, lists and mappings. Tags such as
!include or !env, which some tools understand, are refused.`,
  }),
  "yaml-version": entry<{ readonly version: string }>({
    severity: "error",
    title: "Another version of YAML",
    message: ({ version }) => `This file asks for YAML ${version}; policies are YAML 1.2`,
    hint: () => "remove the %YAML line",
    explain: `In YAML 1.1 the country code NO means false and 1:30 is a number. Policies are therefore read
as YAML 1.2 only.`,
  }),
  "yaml-unknown-anchor": entry<{ readonly name: string }>({
    severity: "error",
    title: "An alias without its anchor",
    message: ({ name }) => `*${name} stands for an anchor that is not set before it`,
    hint: ({ name }) => `mark a value above with &${name}, or put the text in quotes: "*${name}"`,
    explain: `In YAML &name marks a value and *name repeats it further down. A wildcard name starts with the
same star and needs quotation marks.

    "*.app": { ttl: 5m, to: web-a }`,
  }),
  "yaml-alias-expansion": entry<NoArgs>({
    severity: "error",
    title: "Aliases that repeat too much",
    message: () => "The aliases of this file repeat more than 100,000 values",
    hint: () => "name a shared part under policies and refer to it with { use: name }",
    explain: `Aliases inside aliases multiply: a page of YAML can stand for billions of values. A file may
repeat up to 100,000 values through aliases.`,
  }),
  "yaml-merge-key": entry<NoArgs>({
    severity: "error",
    title: "A YAML merge key",
    message: () => "The merge key << is not part of YAML 1.2",
    hint: () => "write the keys out, or name a shared part under policies and refer to it with { use: name }",
    explain: `Merging with << belongs to YAML 1.1. Shared branches have a name of their own in a policy:

    policies:
      europe: { failover: [eu-a, eu-b] }
    records:
      www: { ttl: 30s, to: { use: europe } }`,
  }),
  "json-syntax": entry<{ readonly expected: string; readonly found: string }>({
    severity: "error",
    title: "Text that is not JSON",
    message: ({ expected, found }) => `This is not valid JSON: ${expected} was expected, not ${found}`,
    explain: `The file's name ends in .json, so it is read as strict JSON: double quotation marks, no comments,
no comma behind the last entry.

    { "version": 1, "name": "web" }`,
  }),
  "file-too-large": entry<{ readonly bytes: number; readonly most: number }>({
    severity: "error",
    title: "A file over 4 MiB",
    message: ({ bytes, most }) =>
      `The file has ${spellSize(bytes)}, and files of up to ${spellSize(most)} are read`,
    hint: ({ bytes }) =>
      `split the policy by name or zone, or raise the limit: --max-file-size ${Math.ceil(bytes / 1_048_576)}MiB`,
    explain: `A file over 4 MiB is refused before it is read. A policy of a thousand records takes about 200 kB. Several
policies, each a file with a name of its own, can share a zone. Where it has to be one file, \`--max-file-size 8MiB\`
raises this limit, and in proportion that of its tokens or values.`,
  }),
  "file-too-complex": entry<{ readonly most: number; readonly what: "tokens" | "values" }>({
    severity: "error",
    title: "A file with too many values",
    message: ({ most, what }) =>
      `The file has more than ${most.toLocaleString("en")} ${what}, and is not read any further`,
    hint: () => "split the policy by name or zone, or raise the limits: --max-file-size 8MiB doubles them",
    explain: `How long a file takes to read depends on how many words and signs it has, so their number is limited
too: 1,300,000 tokens of YAML, or 1,000,000 values and keys of JSON. A policy of a thousand records has about
100,000 tokens. More records go into several policies, each a file with a name of its own. Where it has to be one
file, \`--max-file-size\` over 4 MiB raises these limits in proportion.`,
  }),
  "file-not-text": entry<{ readonly code: string }>({
    severity: "error",
    title: "A file that is not text",
    message: ({ code }) => `The character ${code} can't stand in a text file`,
    hint: ({ code }) =>
      code === "U+0000" ? "save the file as UTF-8 text" : "take it out, or write it as an escape in quotes",
    explain: `A policy is text in UTF-8. Control characters other than the tab and line breaks have no place in YAML
or JSON; a file with zero bytes is mostly a binary one, or UTF-16.

    body: "a\\u001bb"    # the character as an escape`,
  }),
  "file-encoding": entry<NoArgs>({
    severity: "error",
    title: "A file that is not UTF-8",
    message: () => "From here on the file is not UTF-8 text",
    hint: () => "save it as UTF-8",
    explain: `Policy files are UTF-8. Another encoding isn't guessed at, because a wrong guess would change names in
silence.`,
  }),
  "file-too-deep": entry<NoArgs>({
    severity: "error",
    title: "Values nested over 100 levels",
    message: () => "Values are nested over 100 levels deep here",
    hint: () => "name inner parts under policies and refer to them with { use: name }",
    explain: `Nesting is limited to 100 levels, so that no file can exhaust the memory of the program that reads it.`,
  }),
  "file-empty": entry<NoArgs>({
    severity: "error",
    title: "An empty file",
    message: () => "The file holds no policy: it is empty, or has comments only",
    hint: () => "start with version: 1, name, zone, endpoints and records",
    explain: `The smallest policy is:

    version: 1
    name: web
    zone: example.com
    endpoints:
      web-a: { ipv4: 203.0.113.10 }
    records:
      www: { ttl: 5m, to: web-a }`,
  }),
  "file-not-mapping": entry<{ readonly actual: string }>({
    severity: "error",
    title: "A file that is not a mapping",
    message: ({ actual }) => `A policy is a mapping of keys and values, and this file is ${actual}`,
    hint: () => "start with version: 1, name, zone, endpoints and records",
    explain: `The outermost level of a policy file holds the keys version, name, zone, endpoints and records.

    version: 1
    name: web`,
  }),
} as const;
