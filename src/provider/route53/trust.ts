/** The trust policy of a role that GitHub Actions takes by OpenID Connect (GitHub docs, "OpenID Connect in Amazon Web Services"). */
import type { TrustedWorkflow } from "../access.ts";
import type { JsonObject } from "../resource.ts";

const issuer = "token.actions.githubusercontent.com";

export function describeTrust({ subject, account }: TrustedWorkflow): JsonObject {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "SignpostFromGitHub",
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account ?? "ACCOUNT_ID"}:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subject } },
      },
    ],
  };
}
