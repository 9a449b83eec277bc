import { join } from "@std/path";
import { runCommand } from "./run_command.ts";

/**
 * Finds a command that runs pip: Python's own, uv's, or one in a virtual environment made for it.
 *
 * @param work Folder for such an environment.
 * @returns Program and first arguments.
 * @throws {Error} Where there is none, naming the packages that bring it.
 *
 * @example
 * ```ts ignore
 * const pip = await findPip(work); // ["python3", "-m", "pip"]
 * ```
 */
export async function findPip(work: string): Promise<string[]> {
  for (const pip of [["python3", "-m", "pip"], ["uvx", "pip"]]) {
    if ((await runCommand([...pip, "--version"], { seconds: 120 })).success) return pip;
  }
  const environment = join(work, "venv");
  const made = await runCommand(["python3", "-m", "venv", environment], { seconds: 120 });
  if (made.success) return [join(environment, "bin", "python"), "-m", "pip"];

  const python = await runCommand(["python3", "--version"], { seconds: 60 });
  throw new Error(
    python.success
      ? "Cannot run pip: this Python 3 comes without it; install it (Debian, Ubuntu: " +
        '"sudo apt install python3-pip python3-venv"; Fedora: "sudo dnf install python3-pip"), ' +
        "then run the task again"
      : `Cannot run python3 (${python.problem}): set-up takes TensorFlow's C library from a ` +
        'Python package; install Python 3 with pip (Debian, Ubuntu: "sudo apt install python3 ' +
        'python3-pip python3-venv"; macOS: "xcode-select --install"), or uv, then run the task again',
  );
}
