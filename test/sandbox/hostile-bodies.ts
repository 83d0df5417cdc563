/** Bodies of ChangeResourceRecordSets that no SDK would send: what they are, the text, and what the answer says. */

const root = "ChangeResourceRecordSetsRequest";
const change = (inside: string) =>
  `<${root}><ChangeBatch><Changes><Change>${inside}</Change></Changes></ChangeBatch></${root}>`;
const recordSet = (inside: string) =>
  change(`<Action>CREATE</Action><ResourceRecordSet><Type>A</Type>${inside}</ResourceRecordSet>`);
const named = (inside: string) => recordSet(`<Name>www.example.com</Name>${inside}`);
const alias = (health: string) =>
  `<AliasTarget><HostedZoneId>Z1</HostedZoneId><DNSName>x.</DNSName><EvaluateTargetHealth>${health}</EvaluateTargetHealth></AliasTarget>`;

export const hostileBodies: readonly (readonly [title: string, body: string, says: string])[] = [
  ["no XML", "hello", "Invalid XML"],
  ["half an element", `<${root}><ChangeBatch>`, "ChangeBatch&quot;]' found"],
  ["elements that cross", `<${root}><a><b></a></b></${root}>`, "Invalid XML"],
  ["a document type", `<!DOCTYPE x><${root}/>`, "document type is not allowed"],
  [
    "entities of its own",
    `<!DOCTYPE x [<!ENTITY a "b">]><${root}>&a;</${root}>`,
    "document type is not allowed",
  ],
  ["an unknown entity", `<${root}>&amp;&nobody;</${root}>`, "&amp;nobody;"],
  ["a bare ampersand", `<${root}>a & b</${root}>`, "Invalid XML"],
  ["a control character", `<${root}>&#0;</${root}>`, "&amp;#0;"],
  ["an entity beyond Unicode", `<${root}>&#x110000;</${root}>`, "&amp;#x110000;"],
  ["deep nesting", `${"<a>".repeat(50_000)}${"</a>".repeat(50_000)}`, "Invalid XML"],
  ["rather deep nesting", `${"<a>".repeat(20)}${"</a>".repeat(20)}`, "nested too deep"],
  ["two roots", `<${root}/><${root}/>`, "Invalid XML"],
  ["another root", "<CreateHealthCheckRequest/>", `the element '${root}' is expected`],
  ["an empty root", `<${root}/>`, "'ChangeBatch' is missing"],
  ["an unknown member", `<${root}><Extra/></${root}>`, "unexpected element 'Extra'"],
  ["a member twice", `<${root}><ChangeBatch/><ChangeBatch/></${root}>`, "'ChangeBatch' is given twice"],
  ["text for a structure", `<${root}>text</${root}>`, "text is not expected"],
  ["text between elements", `<${root}>text<ChangeBatch/></${root}>`, "mixes text and elements"],
  ["an unknown action", change("<Action>MERGE</Action><ResourceRecordSet/>"), "enum value set"],
  ["no changes", `<${root}><ChangeBatch><Changes/></ChangeBatch></${root}>`, "at least one Change"],
  [
    "an odd member of a list",
    `<${root}><ChangeBatch><Changes><X/></Changes></ChangeBatch></${root}>`,
    "unexpected element 'X'",
  ],
  ["prototype names", `<${root}><__proto__/><constructor/></${root}>`, "Invalid XML"],
  ["a record set without a name", recordSet("<TTL>1</TTL>"), "'Name' is missing"],
  ["an element inside a text", recordSet("<Name><b>x</b></Name>"), "'Name' holds text only"],
  ["an empty identifier", named("<SetIdentifier></SetIdentifier>"), "greater than or equal to 1"],
  ["a number that is none", named("<TTL>1e3</TTL>"), "not a valid number"],
  ["a boolean that is none", named(alias("yes")), "not a valid boolean"],
  ["more than 10 MB", `<${root}>${" ".repeat(10 * 1024 * 1024)}</${root}>`, "longer than 10 MB"],
  ["nothing", "", `the element '${root}' is expected`],
];
