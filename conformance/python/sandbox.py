"""A sandbox of one's own: the real command, its one line of JSON, and its admin API."""

import json
import os
import select
import subprocess
import time

import requests

START_SECONDS = 60
STOP_SECONDS = 10

# Proxies and .netrc files are for the world outside; everything here is on loopback.
http = requests.Session()
http.trust_env = False


def program():
    """The `bindery` to run: the one that BINDERY names, or the one on the search path."""
    return os.environ.get("BINDERY", "bindery")


class Sandbox:
    """`bindery sandbox --json` as a process, which `stop` ends by its process id."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [program(), "sandbox", "--json", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )
        try:
            self.facts = json.loads(self._first_line())
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise

    def _first_line(self):
        deadline = time.monotonic() + START_SECONDS
        line = b""
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError(f"the sandbox printed no line within {START_SECONDS} s")
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                raise RuntimeError(f"the sandbox ended with status {self.process.wait()} before it printed its line")
            line += byte
        return line

    def stop(self):
        """Stops the process as Ctrl+C in a terminal would, and says with which status it ended."""
        self.process.terminate()
        try:
            status = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process.stdout.close()
        return status

    @property
    def host(self):
        """The address that an SDK calls the application host."""
        return self.facts["appHost"]

    def persona(self, key):
        """Somebody who can sign in, as the JSON line lists them."""
        return next(persona for persona in self.facts["personas"] if persona["key"] == key)

    def application(self, method, algorithm="RS256"):
        """The application with this token endpoint authentication method and this algorithm for its ID tokens."""
        return next(
            application
            for application in self.facts["applications"]
            if application["tokenEndpointAuthMethod"] == method
            and application["idTokenSignedResponseAlg"] == algorithm
        )

    def admin(self, method, path, body=None):
        """A call of the admin API; the parsed answer, or None where there is none."""
        admin = self.facts["admin"]
        answer = http.request(
            method, admin["url"] + path, json=body, headers={"authorization": f"Bearer {admin['token']}"}, timeout=30
        )
        assert answer.ok, f"{method} {path}: HTTP {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def reset(self):
        """Everything as it was at the start."""
        self.admin("POST", "/reset")

    def code_for(self, address, channel):
        """The newest code that was sent to an email address or a phone number on a channel."""
        mails = [
            mail
            for mail in self.admin("GET", "/mailbox")["messages"]
            if mail["to"] == address and mail["channel"] == channel
        ]
        assert mails, f"nothing was sent to {address} on {channel}"
        return mails[-1]["code"]
