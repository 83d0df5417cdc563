import { ProviderError } from "../provider-error.ts";

/** Null where the vendor won't tell: the permission is missing, or an emulator doesn't know the operation. */
export async function askUnlessRefused<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderError && !["interrupted", "throttle"].includes(error.kind)) return null;
    throw error;
  }
}
