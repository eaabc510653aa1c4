// What a browser does with plain pages: it follows redirects, keeps cookies and submits forms. It runs no scripts.

import { request as httpRequest } from "node:http";

import { parse } from "node-html-parser";

const MOST_REDIRECTS = 10;

/** One HTTP request and its answer, nothing followed: `{status, headers, body}`. */
export function exchange(method, url, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false, timeout: 30_000 }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.on("timeout", () => request.destroy(new Error(`${method} ${url}: no answer in 30 s`)));
    request.on("error", reject);
    request.end(body);
  });
}

/** A page that was opened, or the address outside the service that it led to (then without a status). */
export class Page {
  constructor(browser, url, status, body) {
    this.browser = browser;
    this.url = url;
    this.status = status;
    this.document = parse(body);
  }

  /** The parameters of the page's address, each with its one value. */
  get query() {
    return Object.fromEntries(new URL(this.url).searchParams);
  }

  /** What the page says. */
  get text() {
    return this.document.textContent.replace(/\s+/g, " ").trim();
  }

  /** Fills in the first form that has such a button and submits it. `press` is a button's value or label. */
  async submit(fields = {}, press = undefined) {
    for (const form of this.document.querySelectorAll("form")) {
      const buttons = form.querySelectorAll("button, input[type=submit]");
      const labels = (button) => [button.getAttribute("value"), button.textContent.trim()];
      const button = buttons.find((one) => press === undefined || labels(one).includes(press));
      if (button !== undefined) return this.#send(form, button, fields);
    }
    throw new Error(`no button ${press} on ${this.url}: ${this.text}`);
  }

  #send(form, button, fields) {
    const data = new URLSearchParams();
    for (const input of form.querySelectorAll("input[name]")) {
      const type = input.getAttribute("type") ?? "text";
      const counts = type !== "submit" && (!["checkbox", "radio"].includes(type) || input.hasAttribute("checked"));
      if (counts) data.set(input.getAttribute("name"), input.getAttribute("value") ?? "");
    }
    for (const [name, value] of Object.entries(fields)) {
      if (!data.has(name)) throw new Error(`no field ${name} among ${[...data.keys()]} on ${this.url}`);
      data.set(name, value);
    }
    if (button.getAttribute("name")) data.set(button.getAttribute("name"), button.getAttribute("value") ?? "");
    const url = new URL(form.getAttribute("action") || this.url, this.url);
    if ((form.getAttribute("method") ?? "get").toLowerCase() === "post") {
      return this.browser.follow("POST", url, data.toString());
    }
    url.search = data.toString();
    return this.browser.follow("GET", url);
  }
}

/** A browser with cookies of its own, which stays with one service: it opens nothing that is elsewhere. */
export class Browser {
  #origin;
  #cookies = new Map();

  constructor(host) {
    this.#origin = new URL(host).origin;
  }

  /** Opens an address and follows it to a page, or to an address elsewhere. */
  open(url) {
    return this.follow("GET", new URL(url));
  }

  /** Makes a request and follows its redirects to a page, or to an address elsewhere. */
  async follow(method, url, form = undefined) {
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects += 1) {
      if (url.origin !== this.#origin) return new Page(this, url.href, undefined, "");
      const headers = {};
      if (this.#cookies.size > 0) headers.cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      if (form !== undefined) headers["content-type"] = "application/x-www-form-urlencoded";
      const answer = await exchange(method, url, headers, form);
      this.#keep(answer.headers["set-cookie"] ?? []);
      if (![301, 302, 303, 307, 308].includes(answer.status)) {
        return new Page(this, url.href, answer.status, answer.body);
      }
      [method, url, form] = ["GET", new URL(answer.headers.location, url), undefined];
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects, the last to ${url}`);
  }

  #keep(cookies) {
    for (const cookie of cookies) {
      const [pair, ...attributes] = cookie.split(";").map((part) => part.trim());
      const at = pair.indexOf("=");
      const name = pair.slice(0, at);
      if (attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute))) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(at + 1));
    }
  }
}
