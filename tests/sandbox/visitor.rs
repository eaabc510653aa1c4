//! A browser of the simplest kind: it follows redirects on the sandbox and sends the forms that it is shown.

use bindery::sandbox::Sandbox;

use crate::raw::{Answer, FORM, Request};

/// A page, or a redirect that leads away from the sandbox.
#[derive(Debug)]
pub(crate) struct Visited {
    pub(crate) answer: Answer,
    /// The addresses that were visited on the way, the last one included.
    pub(crate) addresses: Vec<String>,
}

/// Opens an address and follows where it leads, as long as that is on the sandbox.
pub(crate) async fn open(sandbox: &Sandbox, address: &str) -> Visited {
    follow(sandbox, address, Request::get(&on(sandbox, address).expect("an address of the sandbox"))).await
}

async fn follow(sandbox: &Sandbox, address: &str, request: Request) -> Visited {
    let mut addresses = vec![address.to_owned()];
    let mut answer = request.header("Accept-Language", "en").send(sandbox).await;
    while let Some(path) = answer.header("location").and_then(|location| on(sandbox, location)) {
        assert_eq!(answer.status, 302);
        assert!(addresses.len() < 10, "redirected in a circle: {addresses:?}");
        addresses.push(format!("{}{path}", sandbox.app_host()));
        answer = Request::get(&path).header("Accept-Language", "en").send(sandbox).await;
    }
    Visited { answer, addresses }
}

/// The path and query of an address on the sandbox.
fn on(sandbox: &Sandbox, address: &str) -> Option<String> {
    address.strip_prefix(&sandbox.app_host()).filter(|path| path.starts_with('/')).map(str::to_owned)
}

impl Visited {
    /// Presses the button of this name and value, and follows where that leads.
    pub(crate) async fn press(&self, sandbox: &Sandbox, name: &str, value: &str) -> Self {
        let page = self.answer.text();
        assert!(page.contains(&format!("name=\"{name}\" value=\"{value}\"")), "no button {name}={value}: {page}");
        let mut fields = self.hidden();
        fields.push((name.to_owned(), value.to_owned()));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let address = format!("{}{}", sandbox.app_host(), attribute(tag(&page, "<form "), "action"));
        let request = Request::post(&on(sandbox, &address).expect("a form of the sandbox"), FORM, body);
        follow(sandbox, &address, request).await
    }

    /// The hidden fields of the page's form.
    pub(crate) fn hidden(&self) -> Vec<(String, String)> {
        let page = self.answer.text();
        let inputs = page.split("<input type=\"hidden\"").skip(1);
        inputs.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect()
    }

    /// The result that the page posts to its opener.
    pub(crate) fn posted(&self) -> serde_json::Value {
        let page = self.answer.text();
        serde_json::from_str(&attribute(tag(&page, "<script "), "data-result")).expect("a result")
    }

    /// Where a redirect leads that leaves the sandbox, with its parameters.
    #[track_caller]
    pub(crate) fn left_for(&self) -> (String, Vec<(String, String)>) {
        assert_eq!(self.answer.status, 302, "{}", self.answer.text());
        let location = self.answer.header("location").expect("a location");
        let (address, query) = location.split_once('?').unwrap_or((location, ""));
        (address.to_owned(), url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }
}

/// The text of a page from the tag that begins so.
fn tag<'page>(page: &'page str, start: &str) -> &'page str {
    let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}"));
    rest
}

/// The value of the first attribute of this name.
pub(crate) fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("no {name} in {tag}"));
    let (value, _) = rest.split_once('"').expect("the end of the attribute");
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
