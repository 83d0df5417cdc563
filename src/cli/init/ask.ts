/** The conversation of `signpost init`: asks for what was not given. */
import type { ProviderId } from "../../policy/policy.ts";
import { type ContinentCode, continentCodes, nameOf } from "../../steering/geography.ts";
import {
  type Answers,
  type FirstCheck,
  type FirstEndpoint,
  type Judged,
  judgeAddresses,
  judgeCheck,
  judgeEndpointName,
  judgeName,
  judgeRecord,
  judgeZone,
  type Strategy,
  sharedFamilies,
} from "./answers.ts";
import { guessContinent } from "./continents.ts";
import { usualName, usualProviders } from "./given.ts";
import type { Choice, Choices, Questions } from "./questions.ts";

/** Ended by the one who was asked. */
class Ended extends Error {}

/** Null when the one who is asked ends the program. */
export async function askForAnswers(given: Partial<Answers>, questions: Questions): Promise<Answers | null> {
  try {
    return await ask(given, questions);
  } catch (error) {
    if (error instanceof Ended) return null;
    throw error;
  }
}

async function ask(given: Partial<Answers>, questions: Questions): Promise<Answers> {
  questions.say("A first policy: where one name leads");
  const zone =
    given.zone ??
    (await askText(questions, { message: "Which zone?", example: "example.com", judge: judgeZone }));
  const record =
    given.record ??
    (await askText(questions, {
      message: `Which name in ${zone}? (@ is the zone itself)`,
      usual: "www",
      judge: (text) => judgeRecord(text, zone),
    }));
  const providers = given.providers ?? (await askProviders(questions));
  const proxied =
    given.proxied ??
    (providers.includes("cloudflare") &&
      (await sure(
        questions.confirm("Shall traffic go through Cloudflare? (proxied; else it only answers DNS)", false),
      )));
  const endpoints = given.endpoints ?? (await askEndpoints(questions));
  const check = given.check === undefined ? await askCheck(questions) : given.check;
  const strategy = given.strategy ?? (await askStrategy(questions, endpoints, check));
  const serves =
    given.serves ??
    (strategy === "geo" ? await askServes(questions, endpoints) : new Map<string, ContinentCode[]>());
  const name =
    given.name ??
    (await askText(questions, {
      message: "What is this policy called? (the zone is marked with it, so it stays the same for good)",
      usual: usualName(zone),
      judge: judgeName,
    }));
  return {
    providers,
    proxied,
    zone,
    name,
    record,
    endpoints,
    strategy,
    serves,
    check,
  };
}

const vendors: Choices<ProviderId>["offers"] = [
  { value: "route53", label: "Amazon Route 53" },
  { value: "cloudflare", label: "Cloudflare", hint: "Load Balancing" },
];

async function askProviders(questions: Questions): Promise<readonly ProviderId[]> {
  for (;;) {
    const message = "Where does it go? (one or both)";
    const chosen = await sure(questions.chooseAny({ message, offers: vendors, usual: usualProviders }));
    if (chosen.length > 0) return chosen;
    questions.say("It must go somewhere");
  }
}

interface TextQuestion<T> {
  readonly message: string;
  readonly usual?: string;
  readonly example?: string;
  readonly judge: (text: string) => Judged<T>;
}

async function askText<T>(questions: Questions, { judge, ...question }: TextQuestion<T>): Promise<T> {
  const text = await questions.text({
    ...question,
    judge: (typed) => {
      const judged = judge(typed);
      return judged.ok ? null : judged.problem;
    },
  });
  if (text === null) throw new Ended();
  const judged = judge(text);
  // What the question let through is judged as it was there.
  if (!judged.ok) throw new Ended();
  return judged.value;
}

async function askEndpoints(questions: Questions): Promise<readonly FirstEndpoint[]> {
  const endpoints: FirstEndpoint[] = [];
  for (;;) {
    const name = await askText(questions, {
      message: endpoints.length === 0 ? "What is the first endpoint called?" : "What is the next one called?",
      example: "eu-a",
      judge: (text) => judgeEndpointName(text, endpoints),
    });
    const addresses = await askText(questions, {
      message: `The address of ${name}? (IPv4, IPv6, or both with a comma)`,
      example: "203.0.113.10",
      judge: (text) => judgeShared(text, name, endpoints),
    });
    endpoints.push({ name, ...addresses });
    if (!(await sure(questions.confirm("Another endpoint?", endpoints.length === 1)))) return endpoints;
  }
}

function judgeShared(
  text: string,
  name: string,
  others: readonly FirstEndpoint[],
): Judged<Omit<FirstEndpoint, "name">> {
  const judged = judgeAddresses(text);
  if (!judged.ok || sharedFamilies([...others, { name, ...judged.value }]).length > 0) return judged;
  const problem = "The endpoints of a name need a family that all of them have, IPv4 or IPv6";
  return { ok: false, problem };
}

async function askCheck(questions: Questions): Promise<FirstCheck | null> {
  const checked = await sure(
    questions.confirm("Shall it be noticed when an endpoint is down? (a health check)", true),
  );
  if (!checked) return null;
  return askText(questions, {
    message: "What is asked of it?",
    usual: "https:/healthz",
    judge: (text) => {
      const judged = judgeCheck(text);
      return judged.ok && judged.value === null ? judgeCheck("") : judged;
    },
  });
}

const offers: Choice<Strategy>["offers"] = [
  { value: "failover", label: "the first, and the others when it is down", hint: "failover" },
  { value: "weighted", label: "each its share", hint: "weighted" },
  { value: "geo", label: "the one for the client's continent", hint: "geolocation" },
];

async function askStrategy(
  questions: Questions,
  endpoints: readonly FirstEndpoint[],
  check: FirstCheck | null,
): Promise<Strategy> {
  if (endpoints.length === 1) return "single";
  const possible = offers.filter(({ value }) => value !== "failover" || check !== null);
  const usual = check === null ? "weighted" : "failover";
  return sure(questions.choose({ message: "Which endpoint do clients get?", offers: possible, usual }));
}

async function askServes(
  questions: Questions,
  endpoints: readonly FirstEndpoint[],
): Promise<ReadonlyMap<string, readonly ContinentCode[]>> {
  for (;;) {
    const serves = new Map<string, readonly ContinentCode[]>();
    for (const { name } of endpoints) {
      const guessed = guessContinent(name);
      const chosen = await sure(
        questions.chooseAny({
          message: `Which continents is ${name} for? (none: for everybody else)`,
          offers: continentCodes.map((continent) => ({
            value: continent,
            label: nameOf({ kind: "continent", continent }),
          })),
          usual: guessed === null ? [] : [guessed],
        }),
      );
      if (chosen.length > 0) serves.set(name, chosen);
    }
    if (serves.size > 0) return serves;
    questions.say("At least one endpoint must be for a continent");
  }
}

async function sure<T>(answer: Promise<T | null>): Promise<T> {
  const given = await answer;
  if (given === null) throw new Ended();
  return given;
}
