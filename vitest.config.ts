import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/moto/**"] },
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
