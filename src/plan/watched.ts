/** What checks watch at a name, and whether that changes an answer. */
import type { RecordType } from "../policy/policy.ts";
import type { Provider, Watched } from "../provider/provider.ts";
import { classesToShow } from "../steering/estimate.ts";
import { resolveName } from "./resolve-name.ts";
import { labelShares, sharesMoved } from "./shares.ts";
import type { World } from "./worlds.ts";

/** What checks watch: addresses, host names, names of AWS services. With everything down the vendor looks at each. */
export function findWatched(
  world: World,
  provider: Provider,
  name: string,
  types: readonly RecordType[],
): ReadonlySet<string> {
  const watched = new Set<string>();
  const isDown = ({ address }: Watched) => {
    if (address !== null) watched.add(address);
    return true;
  };
  const { classes } = classesToShow(provider.distinctionsIn(world.reach(name)));
  for (const type of types) {
    for (const { client } of classes) resolveName(world.answer, { name, type, client }, isDown);
  }
  return watched;
}

/** Whether the failure of one thing that is watched changes what some client gets. */
export function failsOver(
  world: World,
  provider: Provider,
  name: string,
  types: readonly RecordType[],
): boolean {
  const { classes } = classesToShow(provider.distinctionsIn(world.reach(name)));
  const watched = [...findWatched(world, provider, name, types)];
  return types.some((type) =>
    classes.some(({ client }) => {
      const ask = (isDown: (watched: Watched) => boolean) =>
        labelShares(resolveName(world.answer, { name, type, client }, isDown), new Map());
      const healthy = ask(() => false);
      return watched.some(
        (dead) =>
          sharesMoved(
            healthy,
            ask(({ address }) => address === dead),
          ) !== 0,
      );
    }),
  );
}
