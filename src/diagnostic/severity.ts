/** How bad it is. Only an error makes a policy invalid. */
export type Severity = "error" | "warning" | "note";
