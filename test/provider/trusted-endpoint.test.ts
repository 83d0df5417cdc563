import { expect, test } from "vitest";
import { ProviderError } from "../../src/provider/provider-error.ts";
import { refuseUntrustedRequest, refuseUntrustedUrl } from "../../src/provider/trusted-endpoint.ts";

test.each([
  "http://localhost.evil.example",
  "http://localhost.",
  "http://127.0.0.1.evil.example",
  "http://127.0.0.1@evil.example",
  "http://127.0.0.1:80@evil.example",
  "http://evil.example\\@127.0.0.1",
  "http://evil.example#@127.0.0.1",
  "http://user@127.0.0.1",
  "https://user:secret@api.example",
  "http://0.0.0.0",
  "http://10.0.0.1",
  "http://128.0.0.1",
  "http://169.254.169.254",
  "http://evil.example",
  "http://[::]",
  "http://[::ffff:10.0.0.1]",
  "http://[::1].evil.example",
  "ftp://127.0.0.1",
  "file:///tmp/socket",
  "localhost:4566",
  "//127.0.0.1",
  "nonsense",
  "",
])("%s is given no credentials", (text) => {
  expect(() => refuseUntrustedUrl("Route 53", text)).toThrow(ProviderError);
});

test.each([
  "https://api.example",
  "https://10.0.0.1:8443/path",
  "http://localhost:4566",
  "HTTP://LOCALHOST",
  "http://127.0.0.1",
  "http://127.1",
  "http://127.8.9.10:1",
  "http://[::1]:8080",
])("%s is", (text) => {
  expect(() => refuseUntrustedUrl("Route 53", text)).not.toThrow();
});

test("what an SDK is about to send is held to the same", () => {
  const request = (protocol: string, hostname: string) => () =>
    refuseUntrustedRequest("Route 53", { protocol, hostname, path: "/" });
  expect(request("http:", "localhost.evil.example")).toThrow(ProviderError);
  expect(request("http:", "[::1]")).not.toThrow();
  // Where it goes can't be told.
  expect(() => refuseUntrustedRequest("Route 53", {})).toThrow(ProviderError);
  expect(request("https:", "route53.amazonaws.com")).not.toThrow();
});
