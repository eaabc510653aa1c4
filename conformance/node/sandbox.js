// A sandbox of one's own: the real command, its one line of JSON, and its admin API.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { exchange } from "./browser.js";

const STOP_MILLISECONDS = 10_000;

/** `bindery sandbox --json` as a process, which `stop` ends by its process id. */
export class Sandbox {
  /** Starts one: the `bindery` that BINDERY names, or the one on the search path. */
  static async start(...args) {
    const child = spawn(process.env.BINDERY ?? "bindery", ["sandbox", "--json", ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    // However this program ends, the sandbox does not outlive it.
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
    const ended = once(child, "exit");
    const line = await Promise.race([
      once(createInterface(child.stdout), "line").then(([text]) => text),
      ended.then(([status]) => {
        throw new Error(`the sandbox ended with status ${status} before it printed its line`);
      }),
    ]);
    return new Sandbox(child, ended, JSON.parse(line));
  }

  constructor(child, ended, facts) {
    this.child = child;
    this.ended = ended;
    this.facts = facts;
  }

  /** Stops the process as Ctrl+C in a terminal would; the status with which it ended. */
  async stop() {
    const late = setTimeout(() => this.child.kill("SIGKILL"), STOP_MILLISECONDS);
    this.child.kill("SIGTERM");
    const [status] = await this.ended;
    clearTimeout(late);
    return status;
  }

  /** The address that an SDK calls the application host. */
  get host() {
    return this.facts.appHost;
  }

  /** Somebody who can sign in, as the JSON line lists them. */
  persona(key) {
    return this.facts.personas.find((persona) => persona.key === key);
  }

  /** The application with this token endpoint authentication method and this algorithm for its ID tokens. */
  application(method, algorithm = "RS256") {
    return this.facts.applications.find(
      (one) => one.tokenEndpointAuthMethod === method && one.idTokenSignedResponseAlg === algorithm,
    );
  }

  /** A call of the admin API; the parsed answer, or undefined where there is none. */
  async admin(method, path, body) {
    const { url, token } = this.facts.admin;
    const headers = { authorization: `Bearer ${token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await exchange(method, url + path, headers, body === undefined ? undefined : JSON.stringify(body));
    if (answer.status >= 300) throw new Error(`${method} ${path}: HTTP ${answer.status} ${answer.body}`);
    return answer.body ? JSON.parse(answer.body) : undefined;
  }

  /** Everything as it was at the start. */
  async reset() {
    await this.admin("POST", "/reset");
  }

  /** The newest code that was sent to an email address or a phone number on a channel. */
  async codeFor(to, channel) {
    const { messages } = await this.admin("GET", "/mailbox");
    const found = messages.filter((message) => message.to === to && message.channel === channel);
    if (found.length === 0) throw new Error(`nothing was sent to ${to} on ${channel}`);
    return found.at(-1).code;
  }
}
