/** What was found out before anything is planned. */
import type { Examined } from "../provider/examination.ts";

export interface Examination {
  /** This machine, or a zone at a provider. */
  readonly subject: string;
  readonly findings: readonly Examined[];
}
