// Counts the calls of an SDK: which method, in which test.

import { appendFileSync } from "node:fs";

/** Where calls are counted. Every call is a line in the file that CONFORMANCE_CALLS names. */
export class Calls {
  constructor(suite) {
    this.suite = suite;
    this.test = "";
  }

  note(method) {
    const file = process.env.CONFORMANCE_CALLS;
    if (file) appendFileSync(file, `${this.suite}\t${this.test}\t${method}\n`);
  }
}

/** An object or a module whose every call is counted. What it calls itself does not count. */
export function counted(target, calls) {
  return new Proxy(target, {
    get(_, name) {
      const member = target[name];
      if (typeof member !== "function" || typeof name === "symbol") return member;
      return (...args) => {
        calls.note(name);
        return member.apply(target, args);
      };
    },
  });
}
