/** Gives names to endpoints and checks, each once, whatever leads to it. */
import type { CheckSettings, RecordType } from "../policy/policy.ts";
import type { FoundTree } from "../provider/imported.ts";
import { Names } from "./names.ts";
import { mapEndpoints, type PairedEndpoint, type PairedTree } from "./pair.ts";

export interface NamedEndpoint {
  readonly kind: "endpoint";
  readonly name: string;
  readonly labels: readonly string[];
}

export type NamedTree = FoundTree<NamedEndpoint>;

export interface EndpointEntry {
  readonly name: string;
  readonly is: PairedEndpoint;
  /** The name of its check. */
  readonly check: string | null;
}

/** An endpoint that a live check watches, for one type. */
export interface WatchedEndpoint {
  readonly endpoint: string;
  readonly type: RecordType;
}

/** The endpoints and checks of a policy that is being made. */
export class Directory {
  private readonly names = new Names();
  private readonly checkNames = new Names();
  private readonly byContent = new Map<string, EndpointEntry>();
  private readonly checksByContent = new Map<string, { readonly name: string; readonly is: CheckSettings }>();
  private readonly watching = new Map<string, WatchedEndpoint[]>();

  /** The tree with the names of its endpoints, which are new where nobody has met them. */
  enter(tree: PairedTree, record: string): NamedTree {
    return mapEndpoints(tree, (endpoint) => {
      const { name } = this.enterEndpoint(endpoint, record);
      for (const [type, key] of endpoint.watched) {
        this.watching.set(key, [...(this.watching.get(key) ?? []), { endpoint: name, type }]);
      }
      return { kind: "endpoint", name, labels: endpoint.labels };
    });
  }

  endpoints(): readonly EndpointEntry[] {
    return [...this.byContent.values()];
  }

  checks(): readonly { readonly name: string; readonly is: CheckSettings }[] {
    return [...this.checksByContent.values()];
  }

  /** By the key of the live check. */
  watched(): ReadonlyMap<string, readonly WatchedEndpoint[]> {
    return this.watching;
  }

  private enterEndpoint(endpoint: PairedEndpoint, record: string): EndpointEntry {
    const { ipv4, ipv6, hostname, alias, check } = endpoint;
    const content = JSON.stringify([ipv4, ipv6, hostname, alias, check]);
    const known = this.byContent.get(content);
    if (known !== undefined) return known;
    const within = record === "@" ? "apex" : record.replace("*", "any");
    const address = ipv4 ?? ipv6 ?? hostname ?? alias?.dnsName ?? "";
    const otherwise = hostname === null && alias === null ? `ip-${address}` : address;
    const entry = {
      name: this.names.take(endpoint.labels, within, otherwise),
      is: endpoint,
      check: check === null ? null : this.enterCheck(check),
    };
    this.byContent.set(content, entry);
    return entry;
  }

  private enterCheck(check: CheckSettings): string {
    const content = JSON.stringify(check);
    const known = this.checksByContent.get(content);
    if (known !== undefined) return known.name;
    const { type, path, host, port } = check;
    const labels = [
      type,
      `${type}-${path ?? port}`,
      `${type}-${host ?? port}`,
      `${type}-${port}${path ?? ""}`,
    ];
    const name = this.checkNames.take(labels, type, type);
    this.checksByContent.set(content, { name, is: check });
    return name;
  }
}
