import type { Operation } from "./call.ts";
import { changeResourceRecordSets, getChange } from "./changes.ts";
import { changeCidrCollection } from "./cidr-changes.ts";
import {
  createCidrCollection,
  deleteCidrCollection,
  listCidrBlocks,
  listCidrCollections,
  listCidrLocations,
} from "./cidr-collections.ts";
import { getGeoLocation, listGeoLocations } from "./geo-locations.ts";
import { updateHealthCheck } from "./health-check-update.ts";
import {
  createHealthCheck,
  deleteHealthCheck,
  getHealthCheck,
  getHealthCheckCount,
  getHealthCheckLastFailureReason,
  getHealthCheckStatus,
  listHealthChecks,
} from "./health-checks.ts";
import { getAccountLimit, getHostedZoneCount, getHostedZoneLimit } from "./limits.ts";
import { listResourceRecordSets } from "./listing.ts";
import {
  createResourceRecordSetProtections,
  deleteResourceRecordSetProtections,
  listResourceRecordSetProtections,
} from "./protections.ts";
import { changeTagsForResource, listTagsForResource, listTagsForResources } from "./tags.ts";
import { testDnsAnswer } from "./test-dns-answer.ts";
import {
  createHostedZone,
  deleteHostedZone,
  getHostedZone,
  listHostedZones,
  listHostedZonesByName,
} from "./zones.ts";

export interface Route {
  /** The API's name for it. */
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the API's version. */
  readonly path: string;
  readonly operate: Operation;
}

/** Every operation that the sandbox knows. */
export const routes: readonly Route[] = [
  { name: "CreateHostedZone", method: "POST", path: "/hostedzone", operate: createHostedZone },
  { name: "ListHostedZones", method: "GET", path: "/hostedzone", operate: listHostedZones },
  {
    name: "ListHostedZonesByName",
    method: "GET",
    path: "/hostedzonesbyname",
    operate: listHostedZonesByName,
  },
  { name: "GetHostedZoneCount", method: "GET", path: "/hostedzonecount", operate: getHostedZoneCount },
  { name: "GetHostedZone", method: "GET", path: "/hostedzone/:id", operate: getHostedZone },
  { name: "DeleteHostedZone", method: "DELETE", path: "/hostedzone/:id", operate: deleteHostedZone },
  {
    name: "ListResourceRecordSets",
    method: "GET",
    path: "/hostedzone/:id/rrset",
    operate: listResourceRecordSets,
  },
  {
    name: "ChangeResourceRecordSets",
    method: "POST",
    path: "/hostedzone/:id/rrset",
    operate: changeResourceRecordSets,
  },
  {
    name: "ListResourceRecordSetProtections",
    method: "GET",
    path: "/hostedzone/:id/rrsetprotection",
    operate: listResourceRecordSetProtections,
  },
  {
    name: "CreateResourceRecordSetProtections",
    method: "POST",
    path: "/hostedzone/:id/rrsetprotection",
    operate: createResourceRecordSetProtections,
  },
  {
    name: "DeleteResourceRecordSetProtections",
    method: "POST",
    path: "/hostedzone/:id/rrsetprotection/delete",
    operate: deleteResourceRecordSetProtections,
  },
  { name: "GetChange", method: "GET", path: "/change/:id", operate: getChange },
  { name: "CreateHealthCheck", method: "POST", path: "/healthcheck", operate: createHealthCheck },
  { name: "ListHealthChecks", method: "GET", path: "/healthcheck", operate: listHealthChecks },
  { name: "GetHealthCheckCount", method: "GET", path: "/healthcheckcount", operate: getHealthCheckCount },
  { name: "GetHealthCheck", method: "GET", path: "/healthcheck/:id", operate: getHealthCheck },
  { name: "UpdateHealthCheck", method: "POST", path: "/healthcheck/:id", operate: updateHealthCheck },
  { name: "DeleteHealthCheck", method: "DELETE", path: "/healthcheck/:id", operate: deleteHealthCheck },
  {
    name: "GetHealthCheckStatus",
    method: "GET",
    path: "/healthcheck/:id/status",
    operate: getHealthCheckStatus,
  },
  {
    name: "GetHealthCheckLastFailureReason",
    method: "GET",
    path: "/healthcheck/:id/lastfailurereason",
    operate: getHealthCheckLastFailureReason,
  },
  { name: "CreateCidrCollection", method: "POST", path: "/cidrcollection", operate: createCidrCollection },
  { name: "ListCidrCollections", method: "GET", path: "/cidrcollection", operate: listCidrCollections },
  { name: "ListCidrLocations", method: "GET", path: "/cidrcollection/:id", operate: listCidrLocations },
  {
    name: "ChangeCidrCollection",
    method: "POST",
    path: "/cidrcollection/:id",
    operate: changeCidrCollection,
  },
  {
    name: "DeleteCidrCollection",
    method: "DELETE",
    path: "/cidrcollection/:id",
    operate: deleteCidrCollection,
  },
  { name: "ListCidrBlocks", method: "GET", path: "/cidrcollection/:id/cidrblocks", operate: listCidrBlocks },
  { name: "TestDNSAnswer", method: "GET", path: "/testdnsanswer", operate: testDnsAnswer },
  { name: "ListGeoLocations", method: "GET", path: "/geolocations", operate: listGeoLocations },
  { name: "GetGeoLocation", method: "GET", path: "/geolocation", operate: getGeoLocation },
  {
    name: "GetHostedZoneLimit",
    method: "GET",
    path: "/hostedzonelimit/:id/:type",
    operate: getHostedZoneLimit,
  },
  { name: "GetAccountLimit", method: "GET", path: "/accountlimit/:type", operate: getAccountLimit },
  { name: "ListTagsForResource", method: "GET", path: "/tags/:kind/:resource", operate: listTagsForResource },
  {
    name: "ChangeTagsForResource",
    method: "POST",
    path: "/tags/:kind/:resource",
    operate: changeTagsForResource,
  },
  { name: "ListTagsForResources", method: "POST", path: "/tags/:kind", operate: listTagsForResources },
];
