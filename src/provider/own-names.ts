/** By which names markers call a policy. */

/** What a policy is called, and what it was called before. */
export interface OwnNames {
  readonly name: string;
  readonly formerly: readonly string[];
}

/** Whether what is marked so belongs to the policy; null: it isn't marked. */
export function isOwn({ name, formerly }: OwnNames, marked: string | null): boolean {
  return marked !== null && (marked === name || formerly.includes(marked));
}

/** All names by which something of the policy can be called, the present one first. */
export function allNames({ name, formerly }: OwnNames): readonly string[] {
  return [name, ...formerly];
}
