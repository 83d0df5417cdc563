/** A question of TestDNSAnswer. */
import { addressIn } from "../../steering/subnet.ts";
import type { TestedQuestion } from "../connection.ts";

/** A client subnet counts only beside a resolver that sends one (API reference, TestDNSAnswer): Google's does. */
const resolver = "8.8.8.8";

export function describeQuestion({ name, type, subnet }: TestedQuestion) {
  return {
    RecordName: name,
    RecordType: type,
    ...(subnet === null
      ? {}
      : {
          ResolverIP: resolver,
          EDNS0ClientSubnetIP: addressIn(subnet),
          EDNS0ClientSubnetMask: String(subnet.prefix),
        }),
  };
}
