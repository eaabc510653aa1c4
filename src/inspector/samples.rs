//! Exchanges for tests.

use std::time::Duration;

use jiff::Timestamp;

use crate::genauth::{
    Attempt, Cause, ConnectionUse, Error, Exchange, Header, Outcome, Phases, RecordedBody, RecordedRequest,
    RecordedResponse, Refusal,
};

pub(crate) const HOST: &str = "https://bindery-test.genauth.ai";

fn body(text: &str) -> RecordedBody {
    RecordedBody { text: text.to_owned(), true_length: text.len() as u64, shortened: false, complete: true }
}

fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

/// A call with this answer.
pub(crate) fn exchange(method: &'static str, path: &str, sent: Option<&str>, answer: &str) -> Exchange {
    let started_at = Timestamp::from_second(1_790_000_000).unwrap();
    let took = Duration::from_micros(12_500);
    let json: serde_json::Value = serde_json::from_str(answer).unwrap_or_default();
    let mut headers = vec![
        header("x-genauth-app-id", "62f2093271a2b3cc10d90001"),
        header("accept", "application/json"),
        header("accept-encoding", "gzip"),
        header("authorization", "Bearer [redacted access token, 812 characters]"),
    ];
    if let Some(sent) = sent {
        let kind = if sent.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
        headers.push(header("content-type", kind));
    }
    Exchange {
        id: 7,
        cause: Some(Cause::Person),
        started_at,
        took,
        headers_after: Some(Duration::from_millis(11)),
        phases: Phases {
            connection: ConnectionUse::New,
            name_lookup: None,
            connecting: Some(Duration::from_millis(2)),
            elsewhere: None,
        },
        request: RecordedRequest { method, url: format!("{HOST}{path}"), headers, body: sent.map(body) },
        response: Some(RecordedResponse {
            http_status: 200,
            http_version: "HTTP/1.1",
            headers: vec![header("content-type", "application/json; charset=utf-8")],
            body: body(answer),
        }),
        attempt: Attempt {
            method,
            path: path.split('?').next().unwrap().to_owned(),
            started_at,
            took,
            http_status: Some(200),
            status_code: json["statusCode"].as_i64(),
            api_code: json["apiCode"].as_i64(),
            message: json["message"].as_str().map(str::to_owned),
            request_id: json["requestId"].as_str().map(str::to_owned),
        },
        outcome: Outcome::Succeeded,
    }
}

/// A list of identities with one in it.
pub(crate) fn identities() -> Exchange {
    exchange(
        "GET",
        "/api/v3/get-identities",
        None,
        r#"{"statusCode":200,"message":"操作成功","requestId":"934108e5-9fbf","data":[{"identityId":"62f20932a1b2c3bcc10d966e","provider":"github","type":"openid","userIdInIdp":"48213977","accessToken":"[redacted access token, 40 characters]"}]}"#,
    )
}

/// A sign-in with the wrong password.
pub(crate) fn refusal() -> Exchange {
    let mut exchange = exchange(
        "POST",
        "/api/v3/signin",
        Some(r#"{"connection":"PASSWORD","passwordPayload":{"account":"alice","password":"[redacted password]"}}"#),
        r#"{"statusCode":403,"apiCode":2333,"message":"Account not exists or password is incorrect."}"#,
    );
    exchange.outcome = Outcome::Failed(Error::Refused(Refusal {
        status_code: 403,
        api_code: Some(2333),
        message: "Account not exists or password is incorrect.".to_owned(),
        request_id: None,
        retry_after: None,
    }));
    exchange
}
