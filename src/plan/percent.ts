/** A share in percent, to a tenth. */
export function asPercent(share: number): number {
  return Math.round(share * 1000) / 10;
}
