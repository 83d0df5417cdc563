import { ApiError, invalidInput, noSuchHealthCheck } from "./api-error.ts";
import { bareId, type Call, isoTime, type Outcome, ok, readMaxItems, requireBody } from "./call.ts";
import { readFields, requireField, requireText } from "./fields.ts";
import { printConfig, readConfig, regionsOf } from "./health-check-config.ts";
import { completeConfig } from "./health-check-rules.ts";
import { compareText } from "./record-table.ts";
import { makeUuid, type State, type StoredHealthCheck, withEntry, withoutEntry } from "./state.ts";
import type { Observation } from "./world.ts";
import { leaf, node, optionalLeaf, type XmlElement } from "./xml.ts";

const pageCap = 1000;

/**
 * Makes a check, or gives back the one that the same caller reference made with the same configuration.
 * A reference with another configuration, or of a deleted check, is refused.
 */
export function createHealthCheck(call: Call): Outcome {
  const request = readFields(requireBody(call, "CreateHealthCheckRequest"), [
    "CallerReference",
    "HealthCheckConfig",
  ]);
  const callerReference = requireText(request, "CallerReference", { max: 64 });
  const { state } = call;
  const config = completeConfig(readConfig(requireField(request, "HealthCheckConfig")), state.healthChecks);

  const made = [...state.healthChecks.values()].find((check) => check.callerReference === callerReference);
  if (made !== undefined && JSON.stringify(made.created) === JSON.stringify(config))
    return answerCreated(made, state);
  if (made !== undefined || state.spentReferences.includes(callerReference)) {
    throw new ApiError(
      "HealthCheckAlreadyExists",
      409,
      `A health check with the same caller reference ${callerReference} already exists, or existed, with other settings.`,
    );
  }
  if (state.healthChecks.size >= call.limits.healthChecks) {
    throw new ApiError(
      "TooManyHealthChecks",
      400,
      `Limits Exceeded: MAX_HEALTH_CHECKS_BY_OWNER - ${call.limits.healthChecks}`,
    );
  }
  const check: StoredHealthCheck = {
    id: makeUuid(state.serial),
    callerReference,
    version: 1,
    config,
    created: config,
    createdAt: call.now,
  };
  const healthChecks = withEntry(state.healthChecks, check.id, check);
  return answerCreated(check, { ...state, serial: state.serial + 1, healthChecks });
}

function answerCreated(check: StoredHealthCheck, state: State): Outcome {
  return {
    status: 201,
    body: node("CreateHealthCheckResponse", [printHealthCheck(check)]),
    location: `/2013-04-01/healthcheck/${check.id}`,
    state,
  };
}

export function getHealthCheck(call: Call): Outcome {
  return ok("GetHealthCheckResponse", [printHealthCheck(findHealthCheck(call))]);
}

/** By id, paged with a marker that is the next check's id. */
export function listHealthChecks(call: Call): Outcome {
  const size = readMaxItems(call, pageCap);
  const marker = call.query("marker");
  const from = [...call.state.healthChecks.values()]
    .filter((check) => marker === null || check.id >= marker)
    .sort((a, b) => compareText(a.id, b.id));
  const next = from[size];
  return ok("ListHealthChecksResponse", [
    node("HealthChecks", from.slice(0, size).map(printHealthCheck)),
    leaf("Marker", marker ?? ""),
    leaf("IsTruncated", next !== undefined),
    optionalLeaf("NextMarker", next?.id ?? null),
    leaf("MaxItems", size),
  ]);
}

/** Deletes a check even while record sets still name it, as Route 53 does: that is the caller's to prevent. */
export function deleteHealthCheck(call: Call): Outcome {
  const check = findHealthCheck(call);
  const { state } = call;
  return {
    ...ok("DeleteHealthCheckResponse", []),
    state: {
      ...state,
      healthChecks: withoutEntry(state.healthChecks, check.id),
      spentReferences: [...state.spentReferences, check.callerReference],
      tags: withoutEntry(state.tags, `healthcheck/${check.id}`),
    },
  };
}

/** What all checkers saw last, once they have seen anything. */
export function getHealthCheckStatus(call: Call): Outcome {
  const check = findWatched(call);
  return ok("GetHealthCheckStatusResponse", [printObservations(check, call.world.observe(check))]);
}

/** What all checkers saw when the check failed last. */
export function getHealthCheckLastFailureReason(call: Call): Outcome {
  const check = findWatched(call);
  const observations = printObservations(check, call.world.lastFailure(check));
  return ok("GetHealthCheckLastFailureReasonResponse", [observations]);
}

/** A check that looks at an endpoint. */
function findWatched(call: Call): StoredHealthCheck {
  const check = findHealthCheck(call);
  const { type } = check.config;
  if (type === "CALCULATED" || type === "CLOUDWATCH_METRIC" || type === "RECOVERY_CONTROL") {
    throw invalidInput(`A ${type} check has no checkers that could report`);
  }
  return check;
}

/** The sandbox looks once, on behalf of all checkers. */
function printObservations({ config }: StoredHealthCheck, seen: Observation | null): XmlElement {
  const observations = (seen === null ? [] : regionsOf(config)).map((region, at) =>
    node("HealthCheckObservation", [
      leaf("Region", region),
      leaf("IPAddress", `198.51.100.${at + 1}`),
      seen === null
        ? null
        : node("StatusReport", [leaf("Status", seen.status), leaf("CheckedTime", isoTime(seen.at))]),
    ]),
  );
  return node("HealthCheckObservations", observations);
}

export function getHealthCheckCount(call: Call): Outcome {
  return ok("GetHealthCheckCountResponse", [leaf("HealthCheckCount", call.state.healthChecks.size)]);
}

/**
 * The check that the path names.
 * @throws ApiError NoSuchHealthCheck.
 */
export function findHealthCheck(call: Call): StoredHealthCheck {
  const id = bareId(call.path("id"));
  const check = call.state.healthChecks.get(id);
  if (check === undefined) throw noSuchHealthCheck(id);
  return check;
}

/** A check as every answer shows it. */
export function printHealthCheck(check: StoredHealthCheck): XmlElement {
  return node("HealthCheck", [
    leaf("Id", check.id),
    leaf("CallerReference", check.callerReference),
    printConfig(check.config),
    leaf("HealthCheckVersion", check.version),
  ]);
}
