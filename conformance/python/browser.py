"""What a browser does with plain pages: it follows redirects, keeps cookies and submits forms. It runs no scripts."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

MOST_REDIRECTS = 10


class Form:
    """A form: where it goes, its fields with their values, and its buttons as (name, value, label)."""

    def __init__(self, attributes):
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.fields = {}
        self.buttons = []


class _Reader(HTMLParser):
    """Collects the forms, the links and the text of a page."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.links = []
        self.text = []
        self._form = None
        self._button = None
        self._hidden = False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("style", "script"):
            self._hidden = True
        elif tag == "form":
            self._form = Form(attributes)
            self.forms.append(self._form)
        elif tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        elif self._form is None:
            return
        elif tag == "button" and attributes.get("type", "submit") == "submit":
            self._button = [attributes.get("name"), attributes.get("value") or "", ""]
        elif tag == "input":
            self._input(attributes)

    def _input(self, attributes):
        name, kind, value = attributes.get("name"), attributes.get("type", "text"), attributes.get("value") or ""
        if kind == "submit":
            self._form.buttons.append((name, value, value))
        elif name and (kind not in ("checkbox", "radio") or "checked" in attributes):
            self._form.fields[name] = value

    def handle_endtag(self, tag):
        if tag in ("style", "script"):
            self._hidden = False
        elif tag == "form":
            self._form = None
        elif tag == "button" and self._button is not None and self._form is not None:
            self._form.buttons.append(tuple(self._button))
            self._button = None

    def handle_data(self, data):
        if not self._hidden:
            self.text.append(data)
        if self._button is not None:
            self._button[2] += data.strip()


class Page:
    """A page that was opened, or the address outside the service that it led to."""

    def __init__(self, browser, url, status, body):
        self._browser = browser
        self.url = url
        self.status = status
        reader = _Reader()
        reader.feed(body)
        self.forms = reader.forms
        self.links = [urljoin(url, link) for link in reader.links]
        self.text = " ".join(" ".join(reader.text).split())

    @property
    def query(self):
        """The parameters of the page's address, each with its one value."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.url).query).items()}

    def submit(self, press=None, **fields):
        """Fills in the first form that has such a button and submits it. `press` is a button's value or label."""
        for form in self.forms:
            button = next((button for button in form.buttons if press is None or press in button[1:]), None)
            if button is not None:
                return self._send(form, button, fields)
        found = [button for form in self.forms for button in form.buttons]
        raise AssertionError(f"no button {press!r} among {found} on {self.url}: {self.text}")

    def _send(self, form, button, fields):
        unknown = fields.keys() - form.fields.keys()
        assert not unknown, f"no field {unknown} among {list(form.fields)} on {self.url}"
        data = {**form.fields, **fields}
        if button[0]:
            data[button[0]] = button[1]
        url = urljoin(self.url, form.action)
        if form.method == "post":
            return self._browser.request("POST", url, data=data)
        return self._browser.request("GET", url, params=data)


class Browser:
    """A browser with cookies of its own, which stays with one service: it opens nothing that is elsewhere."""

    def __init__(self, host):
        self._origin = urlsplit(host)[:2]
        self._session = requests.Session()
        self._session.trust_env = False

    def open(self, url):
        """Opens an address and follows it to a page, or to an address elsewhere."""
        return self.request("GET", url)

    def request(self, method, url, **content):
        """Makes a request and follows its redirects to a page, or to an address elsewhere."""
        for _ in range(MOST_REDIRECTS):
            if urlsplit(url)[:2] != self._origin:
                return Page(self, url, None, "")
            answer = self._session.request(method, url, allow_redirects=False, timeout=30, **content)
            if not answer.is_redirect:
                return Page(self, answer.url, answer.status_code, answer.text)
            method, url, content = "GET", urljoin(answer.url, answer.headers["location"]), {}
        raise AssertionError(f"more than {MOST_REDIRECTS} redirects, the last to {url}")
