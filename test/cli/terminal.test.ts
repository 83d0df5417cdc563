/**
 * On a real terminal: the question, its answers, and Ctrl-C as a key. Node can't open a terminal by itself, so these
 * run where python3 can; what they hold besides the terminal is held everywhere by the other files.
 */
import { spawn, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { environment, makeProject, run, signpost, small } from "./command-line.ts";

/** Runs a command on a terminal of 80 columns, types once the question is there, and prints what was shown. */
const driver = `
import fcntl, os, pty, struct, sys, termios
question, keys, command = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
shown, typed = b"", False
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    if not typed and question in shown:
        typed = True
        os.write(terminal, keys)
status = os.waitpid(pid, 0)[1]
sys.stdout.buffer.write(shown)
sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(status) if typed else 255)
`;

const hasPython = spawnSync("python3", ["-c", "import pty, os; os.waitstatus_to_exitcode"]).status === 0;

interface Shown {
  readonly code: number | null;
  readonly screen: string;
}

function type(
  keys: string,
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
  question = "[y/N]",
): Promise<Shown> {
  const command = ["-c", driver, question, keys, process.execPath, signpost, ...args];
  const child = spawn("python3", command, {
    cwd: folder,
    env: environment(folder, { TERM: "xterm", ...env }),
  });
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, screen }));
  });
}

describe.runIf(hasPython)("on a terminal (where python3 is installed)", { concurrent: true }, () => {
  const apply = ["apply", "--sandbox"];
  const isApplied = async (folder: string) =>
    (await run(["plan", "--sandbox", "--detailed-exitcode"], { folder })).code === 0;

  test.each(["y\r", "Yes\r"])("%j is a yes", async (keys) => {
    const folder = makeProject({ "signpost.yaml": small });
    const { code, screen } = await type(keys, apply, folder);
    expect(code).toBe(0);
    expect(screen).toContain("Apply these changes? [y/N]");
    expect(screen).toContain("Applied:");
    expect(await isApplied(folder)).toBe(true);
  });

  test.each(["\r", "n\r", "yo\r", "\u0004"])("%j is a no: nothing is written, exit 8", async (keys) => {
    const folder = makeProject({ "signpost.yaml": small });
    const { code, screen } = await type(keys, apply, folder);
    expect(code).toBe(8);
    expect(screen).toContain("Nothing was changed");
    expect(await isApplied(folder)).toBe(false);
  });

  test("Ctrl-C at the question: nothing is written, exit 130", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const { code, screen } = await type("\u0003", apply, folder);
    expect(code).toBe(130);
    expect(screen).toContain("Nothing was changed");
    expect(screen).not.toContain("at file:");
    expect(await isApplied(folder)).toBe(false);
  });

  test.each([
    ["y\r", 8],
    ["web\r", 0],
  ])("destroy has the policy's name typed: %j ends with %i", async (keys, ending) => {
    const folder = makeProject({ "signpost.yaml": small });
    await run(["apply", "--sandbox", "--yes"], { folder });
    const { code, screen } = await type(keys, ["destroy", "--sandbox"], folder, {}, "to destroy this:");
    expect(code).toBe(ending);
    expect(screen).toContain("Nobody will get an answer from www.example.com any more.");
    expect(screen).toContain("Type web to destroy this:");
    expect(await isApplied(folder)).toBe(ending === 8);
  });

  test.each([
    [{}, true],
    [{ NO_COLOR: "1" }, false],
    [{ TERM: "dumb" }, false],
  ])("colours with %j: %s", async (env, wanted) => {
    const { screen } = await type("n\r", apply, makeProject({ "signpost.yaml": small }), env);
    expect(screen.includes("\u001b[1m")).toBe(wanted);
  });

  test("in CI nobody is asked, whatever the terminal", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const { screen } = await type("y\r", apply, folder, { CI: "true" });
    expect(screen).toContain("add --yes");
    expect(screen).not.toContain("[y/N]");
  });
});
