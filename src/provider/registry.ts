/** The providers there are. A new one is its folder and a line here. */
import type { ProviderId } from "../policy/policy.ts";
import { cloudflare } from "./cloudflare/cloudflare.ts";
import type { Provider } from "./provider.ts";
import { route53 } from "./route53/route53.ts";

export const providers: Readonly<Record<ProviderId, Provider>> = { route53, cloudflare };
