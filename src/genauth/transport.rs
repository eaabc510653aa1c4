//! One call: sends one request, reads one answer, records both.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use serde_json::Value;

use super::client_authentication::{ProvenAt, basic};
use super::envelope::{BodyForm, Head};
use super::fields::Misfit;
use super::recording::Recording;
use super::redaction::{LiveSecret, Redactor};
use super::{AccessToken, Answer, Client, Error, Failure, Unreachable, unreachable};

/// The most that is read of a body, in bytes after decompression: 8 MiB.
pub(super) const BODY_LIMIT: u64 = 8 * 1024 * 1024;

/// What is sent after the headers.
pub(super) enum RequestBody {
    None,
    /// `application/json`.
    Json(String),
    /// `application/x-www-form-urlencoded`.
    Form(String),
}

impl RequestBody {
    fn content_type(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Json(_) => Some("application/json"),
            Self::Form(_) => Some("application/x-www-form-urlencoded"),
        }
    }
}

/// One call, before it is sent.
pub(super) struct Call<'a> {
    pub(super) method: &'static str,
    /// Under the application's host, with a query if there is one.
    pub(super) path: &'a str,
    /// Sent as `Authorization: Bearer` (reference section 1.3).
    pub(super) bearer: Option<&'a AccessToken>,
    /// Whether the application proves itself here, and as what kind of place.
    pub(super) proven_at: Option<ProvenAt>,
    pub(super) body: RequestBody,
    /// The secrets in the body.
    pub(super) secrets: Vec<LiveSecret>,
    pub(super) answer: BodyForm,
    /// Why it cannot be sent, when that is known before.
    pub(super) withheld: Option<Error>,
}

impl<'a> Call<'a> {
    /// A `GET` whose answer comes in an envelope.
    pub(super) fn get(path: &'a str) -> Self {
        Self {
            method: "GET",
            path,
            bearer: None,
            proven_at: None,
            body: RequestBody::None,
            secrets: Vec::new(),
            answer: BodyForm::Enveloped,
            withheld: None,
        }
    }

    /// A `POST` whose answer comes in an envelope.
    pub(super) fn post(path: &'a str, body: RequestBody) -> Self {
        Self { method: "POST", body, ..Self::get(path) }
    }

    pub(super) fn by(self, access_token: &'a AccessToken) -> Self {
        Self { bearer: Some(access_token), ..self }
    }
}

impl Client {
    /// Makes a call. `read` gets the data of a successful answer.
    pub(super) async fn call<T>(
        &self,
        call: Call<'_>,
        read: impl FnOnce(Option<&Value>) -> Result<T, Misfit> + Send,
    ) -> Result<Answer<T>, Failure> {
        let url = format!("{}{}", self.settings().app_host, call.path);
        let mut secrets = call.secrets;
        secrets.extend(call.bearer.map(LiveSecret::access_token));
        let (mut headers, unsendable) = self.headers_of(call.bearer, &call.body);
        if let Some(at) = call.proven_at {
            let authentication = &self.settings().authentication;
            let credentials = authentication.credentials(&self.settings().app_id, at);
            secrets.extend(authentication.live_secrets(credentials.as_ref()));
            headers.extend(credentials.as_ref().and_then(basic).map(|value| (AUTHORIZATION, value)));
        }
        let redactor = Redactor::new(call.path, secrets, self.known_secrets());

        let mut recording =
            Recording::begin(self.observer(), redactor, call.method, call.path, &url, &headers, &call.body);
        if let Some(error) = call.withheld.or(unsendable) {
            return Err(Failure::new(error.clone(), recording.finish(Err(error))));
        }

        let whole = self.settings().deadlines.whole;
        let measurements = recording.measurements();
        let sending = self.send(call.method, &url, headers, call.body, &mut recording);
        let sent = tokio::time::timeout(whole, measurements.during(sending))
            .await
            .unwrap_or(Err(Error::NotReachable(Unreachable::NoAnswerInTime)));
        let opened = sent.and_then(|head| recording.open(&head, call.answer));
        match opened.and_then(|data| read(data.as_ref()).map_err(Error::from)) {
            Ok(value) => Ok(Answer { value, attempt: recording.finish(Ok(())) }),
            Err(error) => Err(Failure::new(error.clone(), recording.finish(Err(error)))),
        }
    }

    /// The request's headers, and why it cannot be sent, when it cannot.
    fn headers_of(&self, bearer: Option<&AccessToken>, body: &RequestBody) -> (HeaderMap, Option<Error>) {
        let mut headers = self.headers().clone();
        if let Some(content_type) = body.content_type() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let Some(token) = bearer {
            match HeaderValue::try_from(format!("Bearer {}", token.expose())) {
                Ok(mut value) => {
                    value.set_sensitive(true);
                    headers.insert(AUTHORIZATION, value);
                }
                Err(_) => {
                    let reason = "the access token holds characters that an HTTP header cannot carry";
                    return (headers, Some(Error::NotReachable(Unreachable::NotConnected(reason.to_owned()))));
                }
            }
        }
        (headers, None)
    }

    async fn send(
        &self,
        method: &'static str,
        url: &str,
        headers: HeaderMap,
        body: RequestBody,
        recording: &mut Recording,
    ) -> Result<Head, Error> {
        let https = self.settings().app_host.is_https();
        let classify = |error: reqwest::Error| unreachable::classify(&error.without_url(), https);
        let request = match method {
            "POST" => self.http().post(url),
            _ => self.http().get(url),
        };
        let request = match body {
            RequestBody::None => request,
            RequestBody::Json(text) | RequestBody::Form(text) => request.body(text),
        };
        let mut response = request.headers(headers).send().await.map_err(classify)?;
        recording.response_began(response.status().as_u16(), response.version(), response.headers());
        let head = head_of(response.status().as_u16(), response.headers());
        while let Some(chunk) = response.chunk().await.map_err(classify)? {
            if !recording.take(&chunk, BODY_LIMIT) {
                return Err(Error::TooLarge { limit: BODY_LIMIT });
            }
        }
        recording.response_ended();
        Ok(head)
    }
}

fn head_of(http_status: u16, headers: &HeaderMap) -> Head {
    let text = |value: Option<&HeaderValue>| value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Head {
        http_status,
        content_type: text(headers.get(CONTENT_TYPE)),
        retry_after: text(headers.get(RETRY_AFTER)),
        request_id: text(headers.get("x-request-id")).filter(|id| !id.is_empty()),
    }
}
