"""Does what a document says: runs its `sh` blocks, in order and in one shell, and compares what they print.

A `text` block after an `sh` block is what that one prints; `…` in it stands for anything within a line. The shell stops at
the first command that fails. Whatever it left running is ended with it.
"""

import os
import pathlib
import re
import secrets
import signal
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LONGEST_SECONDS = 120


def steps(document):
    """The commands of each `sh` block with its line, and what they should print, or None where nothing is said."""
    found = []
    for block in BLOCK.finditer(document):
        line = document.count("\n", 0, block.start()) + 2
        if block[1] == "sh":
            found.append([line, block[2], None])
        elif found and found[-1][2] is None:
            found[-1][2] = block[2]
        else:
            raise ValueError(f"line {line}: a text block without commands before it")
    return found


def is_as_expected(expected, printed):
    """Whether both are the same, line for line, with `…` for anything within a line."""
    pattern = ".*".join(re.escape(part) for part in expected.rstrip("\n").split("…"))
    return re.fullmatch(pattern, printed.rstrip("\n")) is not None


def run(script, folder):
    """What the script prints and its status. Its shell has a process group of its own, which ends with it."""
    # A file and not a pipe: a pipe stays open as long as anything that the shell left running.
    with tempfile.TemporaryFile() as printed:
        shell = subprocess.Popen(
            ["bash", "-c", script], cwd=folder, stdin=subprocess.DEVNULL, stdout=printed, start_new_session=True
        )
        try:
            shell.wait(LONGEST_SECONDS)
        finally:
            try:
                os.killpg(shell.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            shell.wait()
        printed.seek(0)
        return printed.read().decode(), shell.returncode


def main():
    path = pathlib.Path(sys.argv[1])
    found = steps(path.read_text(encoding="utf-8"))
    mark = f"-- {secrets.token_hex(16)} --"
    script = "set -euo pipefail\n" + "".join(f"{commands}printf '%s\\n' '{mark}'\n" for _, commands, _ in found)
    with tempfile.TemporaryDirectory() as folder:
        printed, status = run(script, folder)
    *done, rest = printed.split(mark + "\n")
    wrong = 0
    for (line, commands, expected), output in zip(found, done):
        if expected is not None and not is_as_expected(expected, output):
            wrong += 1
            print(f"{path}:{line}: expected\n{expected}but it printed\n{output}", file=sys.stderr)
    if status != 0 or len(done) != len(found):
        line, commands, _ = found[min(len(done), len(found) - 1)]
        print(f"{path}:{line}: ended with status {status} in\n{commands}after printing\n{rest}", file=sys.stderr)
        return 1
    compared = sum(expected is not None for _, _, expected in found)
    print(f"{path}: {len(found)} blocks of commands done, the output of {compared} compared")
    return 0 if found and compared and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
