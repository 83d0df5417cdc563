import { describe } from "vitest";
import { describeDisturbances } from "./in-process.ts";

describe("Cloudflare", () => describeDisturbances("cloudflare"));
