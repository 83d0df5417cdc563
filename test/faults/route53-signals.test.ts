import { describe } from "vitest";
import { describeSignals } from "./signals.ts";

describe("Route 53", () => describeSignals("route53"));
