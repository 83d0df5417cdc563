/** Has the vendor say what it would answer, in place of asking servers: where port 53 is shut, nothing else is left. */
import type { Clock, Reading, TestedAnswer } from "../provider/connection.ts";
import type { Asker } from "./ask.ts";
import type { DnsReply } from "./dns/message.ts";
import { paceAt } from "./pace.ts";
import type { DnsServer } from "./server.ts";

export interface VendorOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Calls per second. */
  readonly rate: number;
}

/** Throws `ProviderError` when it is asked. */
export function openVendor(
  testAnswer: NonNullable<Reading["testAnswer"]>,
  server: DnsServer,
  options: VendorOptions,
): Asker {
  const takeTurn = paceAt(options);
  return {
    async ask(question) {
      await takeTurn();
      if (options.signal.aborted) return { kind: "silence" };
      return { kind: "reply", reply: readAnswer(await testAnswer(question)), server, over: "udp" };
    },
    silent: () => [],
    close: () => {},
  };
}

/** A host name is a CNAME, and what stands behind it isn't the zone's. */
function readAnswer({ code, values }: TestedAnswer): DnsReply {
  const typeOf = (value: string) => (value.includes(":") ? "AAAA" : /^[0-9.]+$/u.test(value) ? "A" : "CNAME");
  const [alias] = values.filter((value) => typeOf(value) === "CNAME");
  return {
    code,
    isAuthoritative: true,
    isTruncated: false,
    records: (alias === undefined ? values : [alias]).map((value) => ({
      type: typeOf(value),
      value: value.toLowerCase().replace(/\.$/u, ""),
      ttl: null,
    })),
  };
}
