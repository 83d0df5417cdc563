import { defineConfig } from "vitest/config";
import manifest from "./package.json" with { type: "json" };

/** What would hang, exhaust or deceive. */
const hostile = [
  "test/source/hostile.test.ts",
  "test/cli/hostile*.test.ts",
  "test/sandbox/dns-garbage.test.ts",
];

/** How the package is made, and how large a policy may be. */
const making = ["test/package/**/*.test.ts", "test/build/**/*.test.ts", "test/apply/scale.test.ts"];

/** Documents whose commands are run as somebody would who follows them. */
const docs = ["getting-started", "readme", "recipes"].map((page) => `test/docs/${page}.test.ts`);

export default defineConfig({
  // As scripts/build.ts does.
  define: { SIGNPOST_VERSION: JSON.stringify(manifest.version) },
  test: {
    testTimeout: 20_000,
    // By default one core is left idle, which on two cores is half of them.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // The tests share no state but through what they open themselves, and loading everything anew takes minutes.
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: [
            "test/moto/**",
            "test/tools/**",
            "test/faults/**",
            "test/action/**",
            "test/dns/oracles.test.ts",
            "test/dns/verify.test.ts",
            ...hostile,
            ...making,
            ...docs,
            "test/proof/*mutants.test.ts",
          ],
        },
      },
      {
        extends: true,
        test: { name: "hostile", include: hostile },
      },
      {
        extends: true,
        test: { name: "making", include: making },
      },
      {
        extends: true,
        test: { name: "docs", include: docs },
      },
      {
        extends: true,
        test: { name: "dns", include: ["test/dns/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "mutants", include: ["test/proof/*mutants.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "action",
          include: ["test/action/**/*.test.ts"],
          testTimeout: 60_000,
          // It imports JSON in the way of older Nodes.
          server: { deps: { inline: [/@actions\/workflow-parser/u] } },
        },
      },
      {
        extends: true,
        test: { name: "faults", include: ["test/faults/**/*.test.ts"], testTimeout: 300_000 },
      },
      {
        extends: true,
        test: { name: "tools", include: ["test/tools/**/*.test.ts"], testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: "moto",
          include: ["test/moto/**/*.test.ts"],
          globalSetup: ["test/moto/global-setup.ts"],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
