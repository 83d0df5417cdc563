/** Programs that tests use where they are installed. */
import { spawnSync } from "node:child_process";

/** Whether the program can be started. */
export function found(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}
