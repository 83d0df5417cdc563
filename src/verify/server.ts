/** A name server that is asked. */
export interface DnsServer {
  /** For people: its host name, or the address that was given. */
  readonly name: string;
  /** Null where its name has none. */
  readonly address: string | null;
  readonly port: number;
}

export interface ReachableServer extends DnsServer {
  readonly address: string;
}
