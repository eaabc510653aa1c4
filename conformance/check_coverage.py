"""Holds the table of SDK calls against the SDKs and against the calls that the suites made.

`check_coverage.py docs/sdk-coverage.md calls.tsv` fails when
- a test named in the table did not run, or did not make the call beside it,
- a call that was made is not in the table, or stands there as not covered,
- an SDK has a call that the document does not name, or the document names one that no SDK has.
"""

import collections
import importlib
import pathlib
import re
import subprocess
import sys

PYTHON_SUITES = ("python-genauth", "python-authing")
NODE = pathlib.Path(__file__).parent / "node"

# What an SDK's client offers, without what it keeps for itself.
NODE_METHODS = """
import sdk from "authing-node-sdk";
const names = Object.getOwnPropertyNames(sdk.AuthenticationClient.prototype);
console.log(names.filter((name) => name !== "constructor" && !name.startsWith("_")).join("\\n"));
"""


def python_methods(brand):
    """The public methods of the brand's Python SDK."""
    client = importlib.import_module(brand).AuthenticationClient
    return {name for name in vars(client) if not name.startswith("_")}


def node_methods():
    """The public methods of the Node SDK."""
    command = ["node", "--input-type=module", "--eval", NODE_METHODS]
    listed = subprocess.run(command, cwd=NODE, stdout=subprocess.PIPE, check=True, text=True).stdout
    return set(listed.split())


def rows(document):
    """Every row of every table in the document: its line, and its cells by the names in the table's head."""
    head = None
    for number, line in enumerate(document.splitlines(), 1):
        if not line.startswith("|"):
            head = None
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if head is None:
            head = cells
        elif not set(line) <= set("|-: "):
            yield number, dict(zip(head, cells, strict=True))


def named(cell):
    """The calls that a cell names."""
    return re.findall(r"`(\w+)`", cell)


def tests(cell):
    """The tests that a cell names, or none where it says why not."""
    return [] if cell.startswith("not covered: ") else [test.strip() for test in cell.split(";")]


class Check:
    """The complaints so far, and what the suites did."""

    def __init__(self, log):
        self.complaints = []
        self.made = collections.defaultdict(set)
        self.counts = collections.Counter()
        for line in log.splitlines():
            suite, test, method = line.split("\t")
            self.made[suite, method].add(test)
            self.counts[suite] += 1

    def row(self, line, suite, method, by):
        """One call in one row: made by one of the row's tests, or by none if it says so."""
        made_by = self.made.get((suite, method), set())
        if by and not made_by & set(by):
            self.complaints.append(f"line {line}: none of its tests calls {method} in {suite}")
        if not by and made_by:
            self.complaints.append(f"line {line}: {suite} does call {method}: {'; '.join(sorted(made_by))}")

    def table(self, document, offered):
        """Every row, and every call that was made."""
        ran = set().union(*self.made.values())
        in_table = set()
        for line, cells in rows(document):
            by = tests(cells["Covered by"])
            for test in by:
                if test not in ran:
                    self.complaints.append(f"line {line}: no test {test!r} ran")
            for column, suites in (("Python", PYTHON_SUITES), ("Node", ("node",)), ("Call", ("openid-client",))):
                for method in named(cells.get(column, "")):
                    # One brand may have a call that the other has not.
                    for suite in suites:
                        if method in offered.get(suite, {method}):
                            in_table.add((suite, method))
                            self.row(line, suite, method, by)
        for suite, method in sorted(self.made.keys() - in_table):
            self.complaints.append(f"{suite} calls {method}, which is not in the table")

    def document(self, document, offered):
        """Every call of every SDK is named somewhere."""
        known = set(re.findall(r"`(\w+)`", document))
        for suite, methods in offered.items():
            for method in sorted(methods - known):
                self.complaints.append(f"{method} of {suite} is nowhere in the document")
        for line, cells in rows(document):
            for method in named(cells.get("Python", "")) + named(cells.get("Node", "")):
                if not any(method in methods for methods in offered.values()):
                    self.complaints.append(f"line {line}: no SDK has {method}")


def main():
    document = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    check = Check(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    offered = {
        "python-genauth": python_methods("genauth"),
        "python-authing": python_methods("authing"),
        "node": node_methods(),
    }
    check.table(document, offered)
    check.document(document, offered)
    for complaint in check.complaints:
        print(f"{sys.argv[1]}: {complaint}", file=sys.stderr)
    for suite, count in sorted(check.counts.items()):
        methods = sum(made_in == suite for made_in, _ in check.made)
        print(f"{suite}: {count} calls of {methods} methods")
    print(f"together: {check.counts.total()} calls")
    return 1 if check.complaints or not check.counts else 0


if __name__ == "__main__":
    sys.exit(main())
