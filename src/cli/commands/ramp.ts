/** `signpost ramp`: gives a member of a weighted node its share, in the file where its weight is written. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { type Fraction, shareOf, shareOut } from "../../policy/share-out.ts";
import { findWeighted, type WeightedPlace } from "../../policy/weighted-nodes.ts";
import { percent, printable } from "../../report/text.ts";
import type { Edit } from "../../source/edit.ts";
import { type CheckedFiles, checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import type { Context } from "../context.ts";
import { deliverFailure } from "../deliver.ts";
import { type EditOptions, editPolicies } from "../edit/edit-policies.ts";
import { findMember } from "../edit/find-member.ts";
import { decimalOf, parseShare, parseSteps } from "../edit/shares.ts";
import { checkStep, type StepCheck, type Stepping } from "../edit/wait-for-step.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { lineFinder } from "../prepare.ts";
import { UsageError } from "../usage-error.ts";

export type RampOptions = EditOptions & RampChoices;

interface RampChoices {
  /** Which weighted node, where several have the member. */
  readonly at?: string;
  readonly steps?: string;
  readonly next?: boolean;
  /** Doesn't look at what is live. */
  readonly offline?: boolean;
}

/**
 * @param name - a record, else a part
 * @param change - `green=25%`, or `green` with `--steps` and `--next`
 */
export async function runRamp(
  context: Context,
  name: string,
  change: string,
  files: readonly string[],
  options: RampOptions,
): Promise<ExitCode> {
  const aim = readAim(change, options);
  const run = checkFiles(files, context.folder, options);
  const fail = (diagnostics: readonly Diagnostic[], code: ExitCode) =>
    deliverFailure(context, options, { command: "ramp", code }, diagnostics, run.sources);
  if (!run.ok) return fail(run.diagnostics, exitCodes.policyInvalid);
  if (options.provider !== undefined) refuseUnnamedProvider(run.checked, options.provider);
  const place = findMember(run, name, aim.member, options.at);
  const before = shareOf(place.members, place.position) ?? 0;
  const share = aim.shareAfter(before);
  const weights = weighAnew(place, aim.member, share);
  const checked = await holdAgainstLive(
    context,
    run,
    place,
    aim.member,
    { before, after: decimalOf(share) },
    options,
  );
  if (checked.code !== null) return fail(checked.diagnostics, checked.code);
  const changes = place.members.map(({ label, weight }, position) => ({
    member: label,
    before: weight,
    after: weights[position] ?? weight,
  }));
  const { file } = place.origin;
  const line = lineFinder(run.sources)(place.origin);
  const spelt = changes.map((one) => `${printable(one.member)} ${one.before} → ${one.after}`).join(", ");
  return editPolicies(context, files, options, run, {
    command: "ramp",
    edits: new Map([[file, editsOf(place, weights)]]),
    said: [
      `${printable(aim.member)}: ${percent(before)} → ${percent(decimalOf(share))}`,
      `weights: ${spelt} (${printable(file)}:${line ?? 1})`,
    ],
    json: {
      member: aim.member,
      share: { before, after: decimalOf(share) },
      weights: changes,
      file,
      line,
    },
    notices: checked.diagnostics,
  });
}

/** How far two shares that are meant to be the same may be apart. */
const tolerance = 1e-9;

interface Aim {
  readonly member: string;
  readonly shareAfter: (before: number) => Fraction;
}

function readAim(change: string, { steps, next = false }: RampOptions): Aim {
  const [member = "", share, ...others] = change.split("=");
  if (member === "" || others.length > 0) {
    throw new UsageError(
      `"${change}" is no share of a member: write green=25%, or green with --steps and --next`,
    );
  }
  if (share !== undefined) {
    if (steps !== undefined || next)
      throw new UsageError(`--steps and --next say the share: write ${member} alone`);
    const fixed = parseShare(share);
    return { member, shareAfter: () => fixed };
  }
  if (steps === undefined || !next) {
    throw new UsageError(`say how much: ${member}=25%, or --steps 5,25,50,100 --next`);
  }
  const all = parseSteps(steps);
  return {
    member,
    shareAfter: (before) => findNext(all, before, member),
  };
}

/** The first step above the share of now; the last one where that is reached. A ramp goes up: it lowers no share. */
function findNext(steps: readonly Fraction[], before: number, member: string): Fraction {
  const next = steps.find((step) => decimalOf(step) > before + tolerance);
  const reached = steps.find((step) => Math.abs(decimalOf(step) - before) <= tolerance);
  const found = next ?? reached;
  if (found !== undefined) return found;
  throw new UsageError(
    `${member} has ${percent(before)} already, and no step is above that: to lower it, write ${member}=25%`,
  );
}

function weighAnew(place: WeightedPlace, member: string, share: Fraction): readonly number[] {
  const shared = shareOut(place.members, place.position, share);
  switch (shared.kind) {
    case "weights":
      return shared.weights;
    case "drained":
      throw new UsageError(
        `${member} is drained, so it gets nothing whatever its weight: signpost drain --undo first`,
      );
    case "alone":
      throw new UsageError(`nobody but ${member} answers there, so nobody can take the rest`);
    case "idle":
      throw new UsageError(
        `all others have weight 0, so how they share the rest isn't known: write their weights`,
      );
    case "fine":
      throw new UsageError(
        "no whole weights up to 2147483647 say that exactly: write weights with a smaller sum",
      );
  }
}

function editsOf({ members }: WeightedPlace, weights: readonly number[]): readonly Edit[] {
  return members.flatMap(({ weight, origin: { pointer } }, position): readonly Edit[] => {
    const value = weights[position] ?? weight;
    return value === weight ? [] : [{ kind: "set", pointer, value }];
  });
}

/** Only more is a step that can come too soon, and only from a share that somebody got already. */
async function holdAgainstLive(
  context: Context,
  run: CheckedFiles,
  place: WeightedPlace,
  member: string,
  share: { readonly before: number; readonly after: number },
  options: RampOptions,
): Promise<StepCheck> {
  if (share.after <= share.before || share.before === 0) return { diagnostics: [], code: null };
  if (options.offline) {
    return { diagnostics: [diagnose("step-unchecked", { reason: "offline" }, null)], code: null };
  }
  const isPlace = ({ origin }: WeightedPlace) =>
    origin.file === place.origin.file && origin.pointer === place.origin.pointer;
  const steppings = run.checked.map((checked): Stepping => {
    const { policy } = checked;
    const records = policy?.records ?? [];
    const reached = records.filter(
      ({ to }) => policy !== null && findWeighted(policy, to, member).some(isPlace),
    );
    return { checked, names: new Set(reached.map((record) => record.name)) };
  });
  return checkStep(
    context,
    steppings.filter(({ names }) => names.size > 0),
    { ...options, lowered: findLowered(place, share) },
  );
}

/**
 * Who goes back from a canary may raise the other, which is the same as lowering the canary. Only where the one that
 * grows has most already: a step forward isn't told how to get past the check.
 */
function findLowered(
  { members, position }: WeightedPlace,
  { before, after }: { readonly before: number; readonly after: number },
): string | null {
  const [other, ...more] = members.filter(
    ({ answers, weight }, index) => answers && weight > 0 && index !== position,
  );
  if (other === undefined || more.length > 0 || before < 0.5) return null;
  return `${other.label}=${Number((100 * (1 - after)).toFixed(4))}`;
}
