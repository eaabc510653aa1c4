//! A browser without a screen: it keeps cookies, follows redirects on this machine, and submits forms.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bindery::app::OpenAddress;
use url::Url;

/// What stands for the system's browser: addresses that the program opens come out at the other end.
pub(crate) fn address_bar() -> (OpenAddress, Receiver<String>) {
    let (sender, opened) = channel();
    let sender = Mutex::new(sender);
    let open: OpenAddress = Arc::new(move |address: &str| {
        let sender = sender.lock().map_err(|_| "a test panicked".to_owned())?;
        sender.send(address.to_owned()).map_err(|_| "nobody looks".to_owned())
    });
    (open, opened)
}

/// A page, and where it came from.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) address: Url,
    pub(crate) status: u16,
    pub(crate) text: String,
}

#[derive(Default)]
pub(crate) struct Visitor {
    pub(crate) cookies: Vec<(String, String)>,
    /// Redirects to this path are not followed.
    pub(crate) stops_before: Option<&'static str>,
    /// Redirects to another port are not followed: nobody listens there any more.
    pub(crate) stays_here: bool,
}

impl Visitor {
    /// Opens an address and follows where it leads.
    pub(crate) fn open(&mut self, address: &str) -> Page {
        self.go("GET", Url::parse(address).expect("an address"), "")
    }

    /// Submits the page's first form with these fields beside its hidden ones.
    pub(crate) fn submit(&mut self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let (_, form) = page.text.split_once("<form ").unwrap_or_else(|| panic!("no form in {page:?}"));
        let (form, _) = form.split_once("</form>").expect("the form ends");
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for input in form.split("<input ").filter(|input| input.starts_with("type=\"hidden\"")) {
            body.append_pair(&attribute(input, "name"), &attribute(input, "value"));
        }
        body.extend_pairs(fields);
        let action = page.address.join(&attribute(form, "action")).expect("an address");
        self.go("POST", action, &body.finish())
    }

    /// Signs in with a password at the address that the program opened, and allows what is asked for.
    pub(crate) fn sign_in(&mut self, address: &str, account: &str) -> Page {
        let page = self.open(address);
        let page = self.submit(&page, &[("account", account), ("password", "sandbox"), ("action", "sign-in")]);
        match page.address.path() {
            "/consent" => self.submit(&page, &[("action", "allow")]),
            _ => page,
        }
    }

    fn go(&mut self, method: &str, address: Url, body: &str) -> Page {
        let (mut method, mut address, mut body) = (method, address, body);
        for _ in 0..20 {
            if method == "GET" && self.stops_before == Some(address.path()) {
                return Page { address, status: 302, text: String::new() };
            }
            let answer = self.request(method, &address, body);
            let (head, text) = answer.split_once("\r\n\r\n").expect("a head");
            let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an HTTP status");
            let header = |name: &str| {
                let lines = head.lines().filter_map(|line| line.split_once(": "));
                lines
                    .filter(|(known, _)| known.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value.to_owned())
                    .collect::<Vec<_>>()
            };
            for set in header("set-cookie") {
                let (name, value) = set.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
                self.cookies.retain(|(known, _)| known != name);
                if !set.contains("Max-Age=0") {
                    self.cookies.push((name.to_owned(), value.to_owned()));
                }
            }
            match header("location").first() {
                Some(location) => {
                    let next = address.join(location).expect("an address");
                    if self.stays_here && next.port() != address.port() {
                        return Page { address: next, status, text: text.to_owned() };
                    }
                    address = next;
                }
                None => return Page { address, status, text: text.to_owned() },
            }
            (method, body) = ("GET", "");
        }
        panic!("redirected in a circle: {address}")
    }

    fn request(&self, method: &str, address: &Url, body: &str) -> String {
        let host = format!("{}:{}", address.host_str().unwrap(), address.port().unwrap());
        let mut socket = TcpStream::connect(&host).expect("a connection");
        socket.set_read_timeout(Some(Duration::from_secs(20))).expect("a deadline");
        let path = &address[url::Position::BeforePath..url::Position::AfterQuery];
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept-Language: en\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            cookies.join("; "),
            body.len()
        );
        socket.write_all(request.as_bytes()).expect("the request is sent");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("an answer of text");
        answer
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("{name} in {tag}"));
    let (value, _) = rest.split_once('"').expect("the attribute ends");
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
