import { describe } from "vitest";
import { describeDisturbances } from "./in-process.ts";

describe("Route 53", () => describeDisturbances("route53"));
