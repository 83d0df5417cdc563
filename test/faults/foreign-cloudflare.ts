/** Somebody else writes to what a request to Cloudflare is about. */
import type { CloudflareLab } from "../provider/cloudflare-lab.ts";
import type { Asked, ForeignWrite } from "./foreign.ts";

type Fields = Readonly<Record<string, unknown>>;

const address: Readonly<Record<string, string>> = {
  A: "192.0.2.77",
  AAAA: "2001:db8::77",
  CNAME: "theirs.example.net",
};

/** What is written to an object of each collection, and how that reads. */
const edits: Readonly<Record<string, { sign(fields: Fields): string; of(object: Fields): Fields }>> = {
  monitors: { sign: () => '"path":"/theirs"', of: () => ({ path: "/theirs" }) },
  pools: {
    sign: () => '"weight":0.77',
    of: ({ origins }) => ({
      origins: (origins as readonly Fields[]).map((origin) => ({ ...origin, weight: 0.77 })),
    }),
  },
  load_balancers: { sign: () => '"ttl":77', of: () => ({ ttl: 77 }) },
  dns_records: {
    sign: ({ content }) => `"content":"${content}"`,
    of: ({ type }) => ({ content: address[String(type)] }),
  },
};

/** Most requests are about one object. Else it is a pool of ours, or the name that is to be ours. */
export async function meddleCloudflare(lab: CloudflareLab, asked: Asked): Promise<ForeignWrite> {
  const path = asked.path.replace("/client/v4", "");
  const [object] = /^.*\/[0-9a-f]{32}(?=\/|$)/u.exec(path.replace(/^\/(?:zones|accounts)\/[^/]+/u, "")) ?? [];
  const [scope = ""] = /^\/(?:zones|accounts)\/[^/]+/u.exec(path) ?? [];
  if (object !== undefined) return edit(lab, scope + object);
  if (asked.operation === "POST dns_records/batch") return meddleInBatch(lab, path, asked.body);
  if (asked.operation.startsWith("POST ")) return createFirst(lab, path, asked.body as Fields);
  const pools = `/accounts/${lab.accountId}/load_balancers/pools`;
  const ours = ((await lab.send("GET", `${pools}?per_page=1000`)) as Fields[]).find(
    ({ origins }) => (origins as readonly unknown[]).length === 2,
  );
  if (ours !== undefined) return edit(lab, `${pools}/${ours.id}`);
  const theirs = { name: "www.example.com", type: "A", content: address.A, ttl: 300 };
  return add(lab, `/zones/${lab.zoneId}/dns_records`, theirs);
}

async function meddleInBatch(lab: CloudflareLab, path: string, body: unknown): Promise<ForeignWrite> {
  const records = path.replace(/\/batch$/u, "");
  const { patches = [], deletes = [], posts = [] } = body as Readonly<Record<string, readonly Fields[]>>;
  const [old] = [...patches, ...deletes];
  if (old !== undefined) return edit(lab, `${records}/${old.id}`);
  const [made] = posts;
  if (made === undefined) throw new Error("the batch is empty");
  const { name, type, ttl } = made;
  return add(lab, records, { name, type, ttl, content: address[String(type)] });
}

/** Something else under the name, or the reference, that is asked for. */
function createFirst(lab: CloudflareLab, path: string, body: Fields): Promise<ForeignWrite> {
  const description = path.endsWith("/monitors") ? body.description : "theirs";
  return add(lab, path, { ...body, description, ...editOf(path).of(body) });
}

function editOf(path: string) {
  const found = Object.entries(edits).findLast(([collection]) => path.includes(`/${collection}`));
  const inAccount = Object.entries(edits).find(([collection]) =>
    path.includes(`/load_balancers/${collection}`),
  );
  const [, made] = inAccount ?? found ?? [];
  if (made === undefined) throw new Error(`nothing can be written to ${path}`);
  return made;
}

async function edit(lab: CloudflareLab, path: string): Promise<ForeignWrite> {
  const fields = editOf(path).of((await lab.send("GET", path)) as Fields);
  await lab.send("PATCH", path, fields);
  return { ...watch(lab, path, fields), clear: async () => {} };
}

async function add(lab: CloudflareLab, path: string, body: Fields): Promise<ForeignWrite> {
  const { id } = (await lab.send("POST", path, body)) as Fields;
  return {
    ...watch(lab, `${path}/${id}`, editOf(path).of(body)),
    clear: async () => void (await lab.send("DELETE", `${path}/${id}`)),
  };
}

function watch(lab: CloudflareLab, path: string, fields: Fields) {
  const list = path.slice(0, path.lastIndexOf("/"));
  const id = path.slice(path.lastIndexOf("/") + 1);
  return {
    sign: editOf(path).sign(fields),
    async isThere() {
      const all = (await lab.send("GET", `${list}?per_page=1000`)) as Fields[];
      const live = all.find((one) => one.id === id);
      return (
        live !== undefined && Object.entries(fields).every(([field, value]) => isSame(live[field], value))
      );
    },
  };
}

/** Origins are told by their weights: the vendor adds fields of its own. */
function isSame(live: unknown, written: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(Array.isArray(value) ? value.map((one: Fields) => [one.name, one.weight]) : value);
  return text(live) === text(written);
}
