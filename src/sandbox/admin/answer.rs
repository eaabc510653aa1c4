//! What the admin API answers: JSON, also when it refuses.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request to the admin API is refused. Answered as `{"error": …, "message": …}`, where the message says what
/// to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// `Host` is missing, given twice, or another one.
    Host {
        /// The one that it has to be.
        expected: String,
    },
    /// `Origin` or `Sec-Fetch-Site` is there.
    WebPage,
    /// The token is missing or another one.
    Token,
    /// The body is larger than any request needs.
    TooLarge,
    /// There is a body, and it is not declared as JSON.
    ContentType,
    /// The body is not the JSON that this endpoint takes.
    Body(String),
    /// A parameter of the query is not of its type.
    Query(&'static str),
    /// No such path.
    NoSuchPath,
    /// Not with this method.
    NoSuchMethod,
}

impl Refused {
    fn status(&self) -> StatusCode {
        match self {
            Self::Host { .. } | Self::WebPage => StatusCode::FORBIDDEN,
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Body(_) | Self::Query(_) => StatusCode::BAD_REQUEST,
            Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::NoSuchMethod => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// A name for programs.
    fn error(&self) -> &'static str {
        match self {
            Self::Host { .. } => "wrong_host",
            Self::WebPage => "from_a_web_page",
            Self::Token => "unauthorized",
            Self::TooLarge => "body_too_large",
            Self::ContentType => "unsupported_media_type",
            Self::Body(_) => "invalid_body",
            Self::Query(_) => "invalid_query",
            Self::NoSuchPath => "not_found",
            Self::NoSuchMethod => "method_not_allowed",
        }
    }

    /// What is wrong and what to do, for people.
    fn message(&self) -> String {
        match self {
            Self::Host { expected } => format!("Send exactly one Host header: {expected}."),
            Self::WebPage => "The admin API serves programs, not web pages: send neither Origin nor Sec-Fetch-Site. \
                              Call it from your test's own process."
                .to_owned(),
            Self::Token => "Send the header Authorization: Bearer TOKEN with the token that the sandbox printed when \
                            it started."
                .to_owned(),
            Self::TooLarge => "Send a smaller body: 1 MiB is more than any request needs.".to_owned(),
            Self::ContentType => "Send the body as JSON, with the header Content-Type: application/json.".to_owned(),
            Self::Body(reason) => format!("The body is not what this endpoint takes: {reason}."),
            Self::Query(name) => format!("The query's {name} has to be a whole number, 0 or more."),
            Self::NoSuchPath => "There is no such path; docs/admin-api.md lists them all.".to_owned(),
            Self::NoSuchMethod => {
                "This path does not take this method; the header Allow lists those it takes.".to_owned()
            }
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = Json(json!({"error": self.error(), "message": self.message()}));
        let mut response = (self.status(), body).into_response();
        if self == Self::Token {
            let challenge = header::HeaderValue::from_static("Bearer realm=\"bindery-sandbox-admin\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

pub(super) async fn no_such_path() -> Refused {
    Refused::NoSuchPath
}

pub(super) async fn no_such_method() -> Refused {
    Refused::NoSuchMethod
}
