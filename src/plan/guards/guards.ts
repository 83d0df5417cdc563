import type { GuardName } from "../../policy/guards.ts";
import { apex } from "./apex.ts";
import { checkRemoved } from "./check-removed.ts";
import { failoverSlower } from "./failover-slower.ts";
import { foreignMember } from "./foreign-member.ts";
import type { Guard } from "./guard.ts";
import { lastAnswer } from "./last-answer.ts";
import { maxDelete } from "./max-delete.ts";
import { maxShift } from "./max-shift.ts";
import { stranger } from "./stranger.ts";
import { ttlJump } from "./ttl-jump.ts";
import { wildcard } from "./wildcard.ts";

/** All guards, by the name by which policies and the command line call them. */
export const guards: Readonly<Record<GuardName, Guard>> = {
  stranger,
  "max-delete": maxDelete,
  "last-answer": lastAnswer,
  "max-shift": maxShift,
  apex,
  wildcard,
  "check-removed": checkRemoved,
  "failover-slower": failoverSlower,
  "ttl-jump": ttlJump,
  "foreign-member": foreignMember,
};
