import { describe } from "vitest";
import { describeSignals } from "./signals.ts";

describe("Cloudflare", () => describeSignals("cloudflare"));
