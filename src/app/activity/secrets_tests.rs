//! No token is in what is exported, whatever a service answers.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::routing::post;
use proptest::prelude::*;

use super::{csv, json};
use crate::account::{Listed, Receipt, Reply, bindings};
use crate::genauth::{AccessToken, AppHost, Client, ClientSettings, Identity, NoObserver};
use crate::ledger::{Account, Filter, Intent, Ledger};

/// A service that repeats the token that it was sent, in whatever it says.
async fn service() -> String {
    let answer = |headers: HeaderMap| async move {
        let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let bare = token.trim_start_matches("Bearer ");
        let body = serde_json::json!({
            "statusCode": 500, "apiCode": 1, "message": format!("no: {token}; accessToken={bare}"), "requestId": bare,
        });
        ([(header::CONTENT_TYPE, "application/json")], body.to_string())
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(
        async move { axum::serve(listener, Router::new().route("/api/v3/unlink-extidp", post(answer))).await },
    );
    format!("http://{address}")
}

fn identity() -> Identity {
    Identity {
        identity_id: "i-1".to_owned(),
        ext_idp_id: "g".to_owned(),
        provider: "github".to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: "583231".to_owned(),
        user_info_in_idp: serde_json::Map::new(),
        origin_connection_ids: vec!["c-1".to_owned()],
    }
}

#[test]
fn no_token_is_exported_whatever_a_service_answers() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let host = runtime.block_on(service());
    let settings = ClientSettings::of(AppHost::parse(&host).unwrap(), "app".to_owned());
    let client = Client::new(settings, Arc::new(NoObserver)).unwrap();
    let tokens = "eyJ[A-Za-z0-9_-]{20,60}\\.[A-Za-z0-9_-]{20,60}\\.[A-Za-z0-9_-]{20,60}|[A-Za-z0-9]{24,64}";
    proptest!(ProptestConfig::with_cases(32), |(token in tokens)| {
        let sent = AccessToken::new(token.clone());
        let failure = runtime.block_on(client.unlink_ext_idp(&sent, "g")).unwrap_err();
        let ledger = Ledger::in_memory().unwrap();
        let account = Account { host: host.clone(), app_id: "app".to_owned(), subject: "lin".to_owned() };
        let binding = bindings(&[identity()], None).remove(0);
        let when = jiff::Timestamp::UNIX_EPOCH;
        let id = ledger.intend(&Intent::unbind(account, &binding, "GitHub", when)).unwrap();
        let receipt = Receipt {
            number: 1,
            when,
            space: host.clone(),
            user_id: None,
            binding,
            attempts: vec![*failure.attempt],
            took: std::time::Duration::ZERO,
            reply: Reply::from_result(Err(failure.error)),
            listed: Listed::AllThere,
            listed_at: Some(when),
            superseded: false,
        };
        ledger.record(&id, &receipt).unwrap();
        let mut exported = 0;
        for entry in ledger.export(Filter::default()) {
            let entry = entry.unwrap();
            for text in [csv::line(&entry), json::line(&entry), json::entry_json(&entry)] {
                prop_assert!(!text.contains(&token), "{text}");
                prop_assert!(text.contains("redacted"), "the rest of the message is there: {text}");
                exported += 1;
            }
        }
        prop_assert_eq!(exported, 3);
    });
}
