/** The fields of each object, with their ranges (Cloudflare API reference, Load Balancing; DNS records). */
import {
  anything,
  boolean,
  integer,
  list,
  mapOf,
  nullable,
  number,
  object,
  oneOf,
  type Shape,
  text,
  weight,
} from "./fields.ts";

const id = text(32, /^[0-9a-f]{32}$/);
const description = text(1024);

export const monitorShape: Shape = {
  type: oneOf("http", "https", "tcp", "udp_icmp", "icmp_ping", "smtp"),
  description,
  interval: integer(0, 3600),
  timeout: integer(1, 10),
  retries: integer(0, 5),
  consecutive_up: integer(0, 100),
  consecutive_down: integer(0, 100),
  port: nullable(integer(0, 65_535)),
  method: text(32),
  path: text(1024),
  header: mapOf(list(text(1024), 10), /./),
  expected_codes: text(128, /^([0-9]{3}|[1-5]xx)$/),
  expected_body: text(1024),
  follow_redirects: boolean,
  allow_insecure: boolean,
  probe_zone: text(255),
};

export const monitorDefaults = {
  type: "http",
  description: "",
  interval: 60,
  timeout: 5,
  retries: 2,
  consecutive_up: 0,
  consecutive_down: 0,
  port: 0,
  method: "GET",
  path: "/",
  header: {},
  expected_codes: "200",
  expected_body: "",
  follow_redirects: false,
  allow_insecure: false,
  probe_zone: "",
};

const regions = [
  "WNAM",
  "ENAM",
  "WEU",
  "EEU",
  "NSAM",
  "SSAM",
  "OC",
  "ME",
  "NAF",
  "SAF",
  "SAS",
  "SEAS",
  "NEAS",
];

const origin = object({
  name: text(255),
  address: text(255, /^[0-9A-Za-z_.:*-]+$/),
  enabled: boolean,
  weight,
  header: mapOf(list(text(255), 1), /^Host$/),
  port: integer(0, 65_535),
  flatten_cname: boolean,
});

export const poolShape: Shape = {
  name: text(255, /^[-_A-Za-z0-9]+$/),
  description,
  enabled: boolean,
  minimum_origins: integer(0, 100),
  monitor: nullable(text(32)),
  check_regions: nullable(list(oneOf(...regions, "CHINA", "ALL_REGIONS"), 15)),
  latitude: nullable(number(-90, 90)),
  longitude: nullable(number(-180, 180)),
  origin_steering: object({
    policy: oneOf("random", "hash", "least_outstanding_requests", "least_connections"),
  }),
  origins: list(origin, 100),
  load_shedding: nullable(anything),
  notification_email: text(1024),
  notification_filter: nullable(anything),
};

export const poolDefaults = {
  description: "",
  enabled: true,
  minimum_origins: 1,
  monitor: "",
  check_regions: null,
  origin_steering: { policy: "random" },
  notification_email: "",
};

export const originDefaults = { enabled: true, weight: 1 };

const pools = list(id, 100);
const lists = (key: RegExp) => mapOf(pools, key);
const poolWeights = mapOf(weight, /^[0-9a-f]{32}$/);

export const loadBalancerShape: Shape = {
  name: text(253),
  description,
  enabled: boolean,
  proxied: boolean,
  ttl: integer(0, 86_400),
  steering_policy: oneOf(
    "off",
    "geo",
    "random",
    "dynamic_latency",
    "proximity",
    "least_outstanding_requests",
    "least_connections",
    "",
  ),
  default_pools: pools,
  fallback_pool: id,
  country_pools: lists(/^[A-Z]{2}$/),
  region_pools: lists(/^[A-Z]{2,4}$/),
  pop_pools: lists(/^[A-Z]{3}$/),
  random_steering: object({ default_weight: weight, pool_weights: poolWeights }),
  location_strategy: object({
    mode: oneOf("pop", "resolver_ip"),
    prefer_ecs: oneOf("always", "never", "proximity", "geo"),
  }),
  adaptive_routing: anything,
  session_affinity: oneOf("none", "cookie", "ip_cookie", "header", ""),
  session_affinity_ttl: nullable(integer(30, 604_800)),
  session_affinity_attributes: anything,
  rules: list(anything, 100),
  pool_sets: nullable(
    list(
      object({
        name: text(200),
        disabled: boolean,
        match: object({
          default: boolean,
          topology: object({
            pops: list(text(3), 1000),
            countries: list(text(2), 1000),
            regions: list(text(4), 1000),
          }),
        }),
        overrides: object({
          pools,
          steering_policy: oneOf("off", "random", "dynamic_latency", "proximity"),
          pool_weights: poolWeights,
          pool_default_weight: weight,
          fallback_pool: id,
        }),
      }),
      1000,
    ),
  ),
};

export const loadBalancerDefaults = {
  description: "",
  enabled: true,
  proxied: false,
  ttl: 30,
  steering_policy: "",
  country_pools: {},
  region_pools: {},
  pop_pools: {},
  random_steering: { default_weight: 1 },
  location_strategy: { mode: "pop", prefer_ecs: "proximity" },
  adaptive_routing: { failover_across_pools: false },
  session_affinity: "none",
  rules: [],
};

export const recordShape: Shape = {
  name: text(253),
  type: text(10, /^[A-Z]+$/),
  content: text(4096),
  ttl: integer(1, 86_400),
  proxied: boolean,
  comment: text(500),
  tags: list(text(100), 20),
  priority: integer(0, 65_535),
};

export const recordDefaults = { ttl: 1, proxied: false, comment: "", tags: [] };
