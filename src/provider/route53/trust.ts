/** The trust policy of a role that GitHub Actions takes by OpenID Connect (GitHub docs, "OpenID Connect in Amazon Web Services"). */
import type { Trust, TrustedWorkflow } from "../access.ts";

const issuer = "token.actions.githubusercontent.com";

export function describeTrust({ subject, account }: TrustedWorkflow): Trust {
  const document = {
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
  const notes = account === null ? ["ACCOUNT_ID stands for the AWS account: give it with --account"] : [];
  return { document, notes };
}
