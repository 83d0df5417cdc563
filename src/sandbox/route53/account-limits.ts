/** How much an account may hold. AWS raises most of these on request. */
export interface Limits {
  readonly hostedZones: number;
  readonly healthChecks: number;
  readonly recordSetsPerZone: number;
  readonly reusableDelegationSets: number;
  readonly trafficPolicies: number;
  readonly trafficPolicyInstances: number;
  readonly cidrCollections: number;
  readonly cidrBlocksPerCollection: number;
}

/** The limits of a new account. */
export const usualLimits: Limits = {
  hostedZones: 500,
  healthChecks: 200,
  recordSetsPerZone: 10000,
  reusableDelegationSets: 100,
  trafficPolicies: 50,
  trafficPolicyInstances: 5,
  cidrCollections: 5,
  cidrBlocksPerCollection: 1000,
};
