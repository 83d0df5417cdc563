const secondsByUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const pattern = /^(\d{1,9})([smh])$/;

/** Seconds; null when it is neither whole seconds nor a number with s, m or h. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : null;
  if (typeof value !== "string") return null;
  const [, amount, unit] = pattern.exec(value) ?? [];
  if (amount === undefined || unit === undefined) return null;
  return Number(amount) * (secondsByUnit[unit] ?? 0);
}

const spoken = /^([\d.]{1,12})\s*([a-z]*)/i;
const secondsByWord: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milli)/, 0.001],
  [/^(?:s|sec|$)/, 1],
  [/^m/, 60],
  [/^h/, 3600],
  [/^d/, 86_400],
  [/^w/, 604_800],
];

/** The way to write what was probably meant by `30 seconds`, `1m30s` or `1d`; null when it can't be guessed. */
export function guessDuration(value: unknown): string | null {
  if (typeof value === "number") return value >= 0.5 ? `${Math.round(value)}s` : null;
  if (typeof value !== "string") return null;
  let rest = value.trim().slice(0, 40);
  let seconds = 0;
  while (rest !== "") {
    const [matched, amount, word] = spoken.exec(rest) ?? [];
    if (matched === undefined || amount === undefined || word === undefined) return null;
    const unit = secondsByWord.find(([words]) => words.test(word.toLowerCase()));
    if (unit === undefined || Number.isNaN(Number(amount))) return null;
    seconds += Number(amount) * unit[1];
    rest = rest.slice(matched.length).trim();
  }
  const whole = Math.round(seconds);
  if (whole < 1) return null;
  if (whole % 3600 === 0) return `${whole / 3600}h`;
  return whole % 60 === 0 ? `${whole / 60}m` : `${whole}s`;
}
