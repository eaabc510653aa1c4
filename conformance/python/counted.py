"""Counts the calls of an SDK: which method, in which test."""

import os


class Calls:
    """Where calls are counted, and written down when CONFORMANCE_CALLS names a file for `coverage.py` to read."""

    def __init__(self, suite):
        self.suite = suite
        self.test = ""
        self.count = 0
        self.methods = set()

    def note(self, method):
        self.count += 1
        self.methods.add(method)
        path = os.environ.get("CONFORMANCE_CALLS")
        if path:
            with open(path, "a", encoding="utf-8") as file:
                file.write(f"{self.suite}\t{self.test}\t{method}\n")


class Counted:
    """An SDK's client whose every call is counted. What the client calls itself does not count."""

    def __init__(self, client, calls):
        self._client = client
        self._calls = calls

    def __getattr__(self, name):
        member = getattr(self._client, name)
        if not callable(member):
            return member

        def call(*arguments, **named):
            self._calls.note(name)
            return member(*arguments, **named)

        return call
