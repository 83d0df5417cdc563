/** When answers break what a guarantee promises. */
import type { EndpointName, Guarantee } from "../policy/policy.ts";
import type { Outcome } from "../steering/answer.ts";
import type { IsDead } from "./explore.ts";

/** Shares closer than this to a limit keep it, in percentage points, as everywhere. */
const tolerance = 0.1;

export type IsEndpointDead = (name: EndpointName) => boolean;

export function readDeaths(units: ReadonlyMap<EndpointName, number>, isDead: IsDead): IsEndpointDead {
  return (name) => {
    const unit = units.get(name);
    return unit !== undefined && isDead(unit);
  };
}

/** Whether answers in a state break the promise. It asks for no more of the state than it needs. */
export function breakerOf({
  promise,
}: Guarantee): (answers: readonly Outcome[], isDead: IsEndpointDead) => boolean {
  const some = (answers: readonly Outcome[], is: (name: EndpointName) => boolean) =>
    answers.some(({ endpoints }) => endpoints.some(is));
  switch (promise.kind) {
    case "only":
      return (answers) => some(answers, (name) => !promise.endpoints.has(name));
    case "never":
      return (answers) => some(answers, (name) => promise.endpoints.has(name));
    case "survives":
      return some;
    case "failover":
      return () => false;
    case "share": {
      const { endpoint, atMost, atLeast } = promise;
      return (answers, isDead) => {
        const percent = 100 * shareOf(endpoint, answers);
        if (atMost !== null && percent > atMost + tolerance) return true;
        return atLeast !== null && percent < atLeast - tolerance && !isDead(endpoint);
      };
    }
  }
}

/** Of several addresses each gets its part. */
function shareOf(name: EndpointName, answers: readonly Outcome[]): number {
  return answers.reduce(
    (sum, { endpoints, share }) => (endpoints.includes(name) ? sum + share / endpoints.length : sum),
    0,
  );
}
