"""Runs the suite with one brand's SDK: `python suite.py genauth`. A skipped test is a failure, and so is no test."""

import pathlib
import signal
import sys
import unittest

from journey import Run
from sandbox import Sandbox


def main():
    brand = sys.argv[1]
    # An end from outside unwinds like Ctrl+C, which no test swallows, so that the sandbox is stopped on the way.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    tests = unittest.defaultTestLoader.discover(str(pathlib.Path(__file__).parent), "test_*.py")
    sandbox = Sandbox()
    try:
        Run.begin(brand, sandbox)
        result = unittest.TextTestRunner(verbosity=2).run(tests)
    finally:
        status = sandbox.stop()
    calls = Run.calls
    print(f"{calls.suite}: {result.testsRun} tests, {calls.count} SDK calls of {len(calls.methods)} methods")
    every_test_passed = result.wasSuccessful() and not result.skipped and not result.expectedFailures
    if status != 0:
        print(f"the sandbox ended with status {status}", file=sys.stderr)
    return 0 if every_test_passed and result.testsRun and calls.count and status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
