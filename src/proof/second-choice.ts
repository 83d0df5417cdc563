/** Whether there is anything to fail over to. */
import { answer } from "../steering/answer.ts";
import { distinctionsIn } from "../steering/clients.ts";
import { classesToShow } from "../steering/estimate.ts";
import { stateMaker, unitsOf } from "../steering/health.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";

/**
 * Whether a single failure changes what some client gets. An endpoint that is alone, or whose clients stay, is answered
 * whether it is dead or not, and then its check finds failures that change nothing.
 */
export function hasSecondChoice({ record, tree }: Pick<SteeredRecord, "record" | "tree">): boolean {
  const endpoints = endpointsOf(tree);
  const { classes } = classesToShow(distinctionsIn(tree));
  return record.types.some((type) => {
    const stateOf = stateMaker(endpoints, type);
    return classes.some(({ client }) => {
      const healthy = answer(tree, client, stateOf(new Set()));
      // What isn't answered changes nothing by dying.
      const answered = new Set(healthy.flatMap((outcome) => outcome.endpoints));
      const watched = unitsOf(
        endpoints.filter(({ name }) => answered.has(name)),
        type,
      );
      const before = JSON.stringify(healthy);
      return watched.some(
        ({ key }) => JSON.stringify(answer(tree, client, stateOf(new Set([key])))) !== before,
      );
    });
  });
}
