/** A hosted zone, as it is found. */
export interface FoundZone {
  readonly id: string;
  /** As the API gives it, with a trailing dot. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/** What the API tells of a zone; ids come with or without their path. */
export function describeZone(zone: {
  readonly Id?: string | undefined;
  readonly Name?: string | undefined;
  readonly Config?: { readonly PrivateZone?: boolean | undefined } | undefined;
}): FoundZone {
  return {
    id: (zone.Id ?? "").replace(/^\/hostedzone\//u, ""),
    name: zone.Name ?? "",
    isPrivate: zone.Config?.PrivateZone ?? false,
  };
}
