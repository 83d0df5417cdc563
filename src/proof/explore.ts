/**
 * Going through states of health without looking at the same thing twice.
 *
 * Whoever answers a question in a state of health learns of that state only what it asks: is this unit dead? So two
 * states that agree on all that was asked give the same answer, and one look settles both. The looks form a tree of
 * decisions: each path is what was asked, in its order, with what was told. Going through it depth first, always
 * turning the last unit that was alive into a dead one, comes by every path once. Paths exclude one another, and
 * together they hold every state; so this proves as much as a look at each state, and a record with twelve
 * endpoints of which a client meets two takes four looks instead of 4,096.
 *
 * It needs answers that depend on nothing else: whoever keeps what it found in one state must ask again in the next.
 */
import type { HealthStates } from "./health-states.ts";

/** Whether a unit, by its number, is dead in the state at hand. */
export type IsDead = (unit: number) => boolean;

export interface Finding<T> {
  readonly found: T;
  /** The dead units of a state in which it was found. */
  readonly dead: ReadonlySet<number>;
}

/** How much may still be asked before a proof is given up as too large; shared by all that a policy needs. */
export interface Effort {
  asks: number;
}

const unasked = 0;
const alive = 1;
const dead = 2;

/** What was asked of one state so far. */
interface Path {
  readonly effort: Effort;
  /** By unit: unasked, alive or dead. */
  readonly told: Uint8Array;
  /** Units in the order in which they were asked about. */
  readonly asked: number[];
}

/** The tree of decisions, as far as it was seen: what is asked here, or that nothing more is. */
interface Seen {
  asked?: number;
  ifAlive?: Seen;
  ifDead?: Seen;
  settled?: boolean;
}

/**
 * Looks at every state until nothing new can be seen, and returns the finding with the fewest dead units; null when
 * no look finds anything, or when the effort ran out first: then what was found means nothing.
 *
 * @param look - asks for units and judges what it got; null when there is nothing to find
 */
export function exploreStates<T>(
  { units, most, others }: Pick<HealthStates, "units" | "most" | "others">,
  look: (isDead: IsDead) => T | null,
  effort: Effort = { asks: Number.POSITIVE_INFINITY },
): Finding<T> | null {
  const path: Path = { effort, told: new Uint8Array(units), asked: [] };
  const seen: Seen = {};
  let smallest: Finding<T> | null = null;
  /** A larger finding than the one at hand is of no use. */
  let limit = most;

  do {
    if (effort.asks <= 0) return null;
    const found = look((unit) => ask(path, unit, false));
    if (others.length > 0) remember(seen, path);
    if (found === null) continue;
    smallest = { found, dead: deadOf(path) };
    limit = smallest.dead.size - 1;
  } while (turn(path, limit));

  for (const state of others) {
    if (wasSeen(seen, state)) continue;
    if (effort.asks <= 0) return null;
    const other: Path = { effort, told: new Uint8Array(units), asked: [] };
    const found = look((unit) => ask(other, unit, state.has(unit)));
    remember(seen, other);
    if (found === null) continue;
    const known = deadOf(other);
    if (smallest === null || known.size < smallest.dead.size) smallest = { found, dead: known };
  }
  return smallest;
}

function ask({ effort, told, asked }: Path, unit: number, otherwise: boolean): boolean {
  effort.asks -= 1;
  if (told[unit] === unasked) {
    told[unit] = otherwise ? dead : alive;
    asked.push(unit);
  }
  return told[unit] === dead;
}

/** Goes on to the next path: the last unit that was alive is dead now, and what was asked after it is forgotten. */
function turn({ told, asked }: Path, limit: number): boolean {
  let size = asked.filter((unit) => told[unit] === dead).length;
  for (let last = asked.pop(); last !== undefined; last = asked.pop()) {
    if (told[last] === dead) size -= 1;
    else if (size < limit) {
      told[last] = dead;
      asked.push(last);
      return true;
    }
    told[last] = unasked;
  }
  return false;
}

function deadOf({ told, asked }: Path): ReadonlySet<number> {
  return new Set(asked.filter((unit) => told[unit] === dead));
}

function remember(seen: Seen, { told, asked }: Path): void {
  let at = seen;
  for (const unit of asked) {
    at.asked ??= unit;
    if (at.asked !== unit) throw new Error("an answer depends on more than it asks for");
    const side = told[unit] === dead ? "ifDead" : "ifAlive";
    at[side] ??= {};
    at = at[side];
  }
  at.settled = true;
}

/** Whether a look has settled this state. */
function wasSeen(seen: Seen, state: ReadonlySet<number>): boolean {
  let at: Seen | undefined = seen;
  while (at?.asked !== undefined) at = state.has(at.asked) ? at.ifDead : at.ifAlive;
  return at?.settled === true;
}
