/** A monitor watches many addresses: what is up or down is an address under a monitor. */
export function watchKey(monitor: string, address: string): string {
  return `monitor ${monitor} ${address}`;
}
