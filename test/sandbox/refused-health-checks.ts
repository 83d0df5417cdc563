/** What makes a plain HTTP check wrong. */
import type { HealthCheckConfig } from "@aws-sdk/client-route-53";

export const wrongChecks: readonly (readonly [string, Partial<HealthCheckConfig>])[] = [
  ["an interval of 20 s", { RequestInterval: 20 }],
  ["a threshold of 11", { FailureThreshold: 11 }],
  ["a threshold of 0", { FailureThreshold: 0 }],
  ["port 0", { Port: 0 }],
  ["no endpoint", { IPAddress: undefined }],
  ["an address that is none", { IPAddress: "192.0.2" }],
  ["a search string without a match", { SearchString: "ok" }],
  ["a match without a search string", { Type: "HTTP_STR_MATCH" }],
  ["SNI without TLS", { EnableSNI: true }],
  ["a path over TCP", { Type: "TCP", Port: 80, ResourcePath: "/" }],
  ["TCP without a port", { Type: "TCP" }],
  ["two regions", { Regions: ["us-east-1", "eu-west-1"] }],
  ["a region twice", { Regions: ["us-east-1", "us-east-1", "eu-west-1"] }],
  ["children of an endpoint check", { ChildHealthChecks: ["x"] }],
  [
    "an unknown child",
    { Type: "CALCULATED", IPAddress: undefined, HealthThreshold: 1, ChildHealthChecks: ["x"] },
  ],
  ["an address of a calculated check", { Type: "CALCULATED", HealthThreshold: 1 }],
  [
    "a calculated check without a threshold",
    { Type: "CALCULATED", IPAddress: undefined, ChildHealthChecks: [] },
  ],
  [
    "256 children",
    {
      Type: "CALCULATED",
      IPAddress: undefined,
      HealthThreshold: 1,
      ChildHealthChecks: Array.from({ length: 256 }, () => "x"),
    },
  ],
  ["a metric without an alarm", { Type: "CLOUDWATCH_METRIC", IPAddress: undefined }],
  ["a recovery control without an ARN", { Type: "RECOVERY_CONTROL", IPAddress: undefined }],
  ["a path of 256 characters", { ResourcePath: `/${"x".repeat(255)}` }],
];
