import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Provider } from "../../provider/provider.ts";
import type { Resource } from "../../provider/resource.ts";
import { type Guard, severityUnder } from "./guard.ts";

/**
 * Members of a name that somebody added by hand and the plan would take away. As long as a name is as its marker says,
 * all that is there was applied, and an endpoint that left the file may go. Once it isn't, what the policy doesn't know
 * may be somebody else's decision about where clients go.
 */
export const foreignMember: Guard = ({ drifted, ours, known, worlds: { provider } }) =>
  drifted.flatMap(({ name, label, written, origin }) => {
    const at = ({ owner }: Resource) => owner === name;
    const touched = written.flatMap((change) => (change.action === "create" ? [] : [change.before]));
    const wanted = known.filter(at);
    const accounted = new Set(listMembers(provider, wanted, wanted));
    const found = listMembers(provider, touched, ours.filter(at));
    const members = [...new Set(found)].filter((member) => !accounted.has(member));
    if (members.length === 0) return [];
    return [
      {
        target: label,
        value: members.length,
        limit: 0,
        tell: (permit) => {
          const args = { target: label, members, provider: provider.title, permit };
          return diagnose("guard-foreign-member", args, origin, severityUnder(permit));
        },
      },
    ];
  });

function listMembers(
  provider: Provider,
  resources: readonly Resource[],
  own: readonly Resource[],
): readonly string[] {
  return resources.flatMap((resource) => provider.membersOf(resource, own));
}
