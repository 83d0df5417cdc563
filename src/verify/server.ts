/** A name server that is asked. */
export interface DnsServer {
  /** For people: its host name, or the address that was given. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}
