//! Every kind of fault once, by a client that only reads bytes; and none is left out.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use bindery::sandbox::{Fault, FaultKind, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::faults::{inject, list};
use crate::faults_port::{until_accepted, until_refused};
use crate::raw::{Answer, FORM, Request, WECHAT, sign_in, start, text, unlink};

/// Longer than any of the faults here takes, stalls apart.
const PATIENCE: Duration = Duration::from_millis(1500);

/// What one request met.
struct Met {
    /// What came, if the head was complete.
    answer: Option<Answer>,
    /// `None` for an end in good order, `TimedOut` for none at all.
    end: Option<ErrorKind>,
    took: Duration,
}

impl Met {
    fn body(&self) -> &[u8] {
        self.answer.as_ref().map_or(&[], |answer| answer.body.as_slice())
    }

    fn length(&self) -> usize {
        self.answer.as_ref().map_or(0, Answer::content_length)
    }

    fn status(&self) -> u16 {
        self.answer.as_ref().map_or(0, |answer| answer.status)
    }

    fn header(&self, name: &str) -> &str {
        self.answer.as_ref().and_then(|answer| answer.header(name)).unwrap_or_default()
    }

    /// The body as JSON; null if it is none.
    fn json(&self) -> Value {
        serde_json::from_slice(self.body()).unwrap_or_default()
    }

    fn codes(&self) -> (Option<i64>, Option<i64>) {
        (self.json()["statusCode"].as_i64(), self.json()["apiCode"].as_i64())
    }

    /// An answer that is whole and in good order, and an envelope of success.
    fn is_well(&self) -> bool {
        self.end.is_none() && self.body().len() == self.length() && self.codes() == (Some(200), None)
    }
}

/// Which request is struck.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// `get-identities`.
    List,
    /// The token endpoint, with a refresh token.
    Refresh,
    /// `get-identities`, after `unlink-extidp` was struck.
    ListAfterUnlink,
    /// `get-identities`, after the service was struck.
    ListOfService,
}

use Asked::{List, ListAfterUnlink, ListOfService, Refresh};

/// Whether what a request met is what a kind says.
type IsSo = fn(&Met) -> bool;

/// A kind as it is written, the request that is struck, and whether what it met is what the kind says.
const TOUR: &[(&str, Asked, IsSo)] = &[
    ("latency-100ms", List, |met| met.is_well() && met.took >= Duration::from_millis(100)),
    ("latency-100..200ms", List, |met| met.is_well() && met.took >= Duration::from_millis(100)),
    ("latency-100ms+100ms", List, |met| met.is_well() && met.took >= Duration::from_millis(100)),
    ("refuse-60s", ListOfService, |met| met.answer.is_none() && met.end == Some(ErrorKind::ConnectionRefused)),
    ("reset-before", List, |met| met.answer.is_none() && met.end == Some(ErrorKind::ConnectionReset)),
    ("reset-after", List, |met| met.answer.is_none() && met.end == Some(ErrorKind::ConnectionReset)),
    ("stall", List, |met| met.body().len() == met.length() / 2 && met.end == Some(ErrorKind::TimedOut)),
    ("truncate", List, |met| met.body().len() == met.length() / 2 && met.end.is_none()),
    ("drip-512/50ms", List, |met| met.is_well() && met.took >= Duration::from_millis(100)),
    ("length+10", List, |met| met.body().len() + 10 == met.length() && met.end.is_none()),
    ("length-10", List, |met| met.body().len() == met.length() + 10 && met.end.is_none()),
    ("http-502", List, |met| met.status() == 502 && met.header("content-type") == "text/html"),
    ("http-503-text", List, |met| met.status() == 503 && met.header("content-type") == "text/plain"),
    ("http-429-empty-retry-7s", List, |met| met.status() == 429 && met.header("retry-after") == "7"),
    ("403/2020", List, |met| met.status() == 200 && met.codes() == (Some(403), Some(2020))),
    ("429-retry-7s", List, |met| met.codes() == (Some(429), None) && met.header("retry-after") == "7"),
    ("oauth-invalid_grant", Refresh, |met| met.status() == 400 && met.json()["error"] == "invalid_grant"),
    ("redirect-/elsewhere", List, |met| met.status() == 302 && met.header("location") == "/elsewhere"),
    ("malformed", List, |met| met.body().len() == met.length() && met.json().is_null()),
    ("shape-null", List, |met| met.is_well() && met.json()["data"].is_null()),
    ("shape-text", List, |met| met.is_well() && met.json()["data"].is_string()),
    ("shape-number", List, |met| met.is_well() && met.json()["data"].is_number()),
    ("shape-list", List, |met| met.is_well() && met.json()["data"][0].is_null()),
    ("shape-object", List, |met| met.is_well() && met.json()["data"].is_object()),
    ("shape-nested", List, |met| met.body().windows(512).any(|bytes| bytes == [b'['; 512])),
    ("huge-1MiB", List, |met| met.is_well() && met.length() == 1 << 20),
    ("token-expired", List, |met| met.codes() == (Some(401), Some(2020))),
    ("token-revoked", List, |met| met.codes() == (Some(401), Some(2020))),
    ("refresh-refused", Refresh, |met| met.status() == 400 && met.json()["error"] == "invalid_grant"),
    // Fifty years on, or back.
    ("clock+1577880000s", ListOfService, |met| met.codes() == (Some(401), Some(2020)) && year(met) > 2070),
    ("clock-1577880000s", ListOfService, |met| met.is_well() && year(met) < 2000),
    ("lag-1", ListAfterUnlink, |met| met.is_well() && met.json()["data"].as_array().map(Vec::len) == Some(7)),
];

/// The year of the `Date` header: `Tue, 15 Nov 1994 08:12:31 GMT`.
fn year(met: &Met) -> u32 {
    met.header("date").split(' ').nth(3).and_then(|year| year.parse().ok()).unwrap_or_default()
}

/// Asks once over a connection of its own.
async fn meet(sandbox: &Sandbox, request: Request) -> Met {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    let asking = async {
        let mut socket = TcpStream::connect(sandbox.address()).await?;
        socket.write_all(&request.header("Connection", "close").bytes()).await?;
        socket.read_to_end(&mut bytes).await
    };
    let end = match timeout(PATIENCE, asking).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(error.kind()),
        Err(_) => Some(ErrorKind::TimedOut),
    };
    Met { answer: Answer::parse(&bytes), end, took: begun.elapsed() }
}

#[tokio::test]
async fn every_kind_is_met_on_the_wire() {
    let sandbox = start().await;
    for (kind, asked, is_so) in TOUR {
        let tokens = sign_in(&sandbox, "rich").await;
        let token = text(&tokens, "access_token");
        let endpoint = match asked {
            List => "get-identities",
            Refresh => "token",
            ListAfterUnlink => "unlink-extidp",
            ListOfService => Fault::SERVICE,
        };
        inject(&sandbox, &format!("{endpoint}={kind}"));
        if kind.starts_with("refuse") {
            until_refused(&sandbox).await;
        }
        if *asked == ListAfterUnlink {
            unlink(&sandbox, &token, WECHAT).send(&sandbox).await.codes();
        }
        let refresh = ["client_id", "grant_type", "refresh_token"]
            .map(|name| match name {
                "client_id" => format!("{name}={}", sandbox.app_id()),
                "grant_type" => format!("{name}=refresh_token"),
                _ => format!("{name}={}", text(&tokens, name)),
            })
            .join("&");
        let request = match asked {
            Refresh => Request::post("/oidc/token", FORM, refresh),
            _ => list(&sandbox, &token),
        };
        let met = meet(&sandbox, request).await;
        let (status, end, took) = (met.status(), met.end, met.took);
        assert!(is_so(&met), "{kind}: HTTP {status}, {} of {}, {end:?}, {took:?}", met.body().len(), met.length());
        sandbox.faults().clear();
        inject(&sandbox, "service=clock+0s");
        until_accepted(&sandbox).await;
    }
}

#[test]
fn the_document_for_people_has_every_example() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/faults.md");
    let document = std::fs::read_to_string(path).unwrap();
    for example in FaultKind::EXAMPLES {
        assert!(document.contains(&format!("`{example}`")), "{path} does not tell of {example}");
    }
}

#[test]
fn the_tour_leaves_no_kind_out() {
    let kind = |text: &&str| {
        let fault =
            [Fault::SERVICE, "signin"].into_iter().find_map(|endpoint| format!("{endpoint}={text}").parse().ok());
        fault.map_or_else(|| panic!("{text} is no fault"), |fault: Fault| fault.kind)
    };
    let toured: Vec<FaultKind> = TOUR.iter().map(|(text, ..)| kind(text)).collect();
    for example in FaultKind::EXAMPLES.iter().map(kind) {
        let is_there = toured.iter().any(|toured| match (toured, &example) {
            // Each shape is a sight of its own.
            (FaultKind::Shape(one), FaultKind::Shape(other)) => one == other,
            _ => toured.name() == example.name(),
        });
        assert!(is_there, "no request meets {example}");
    }
}
