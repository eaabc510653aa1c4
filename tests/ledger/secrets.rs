//! No token is in any file of the ledger, though every call had some around it.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::routing::{get, post};
use bindery::account::{Listed, Receipt, Reply, bindings};
use bindery::genauth::{AccessToken, AppHost, Client, ClientSettings, NoObserver};
use bindery::ledger::{Intent, Way};

use crate::stage::{Place, account, at};

const ACCESS_TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJsaW4ifQ.c2lnbmF0dXJlLW9mLWxpbg";

const LIST: &str = r#"{"statusCode":200,"message":"ok","data":[{
    "identityId":"i-1","extIdpId":"g","provider":"github","type":"openid","userIdInIdp":"583231",
    "userInfoInIdp":{"login":"octocat","access_token":"gho_inside","raw":{"refreshToken":"ghr_inside"}},
    "accessToken":"gho_outside","refreshToken":"ghr_outside","originConnIds":["c-1"]}]}"#;

/// A service that repeats the token that it was sent in what it says.
async fn service() -> String {
    let json = || [(header::CONTENT_TYPE, "application/json")];
    let refusal = format!(r#"{{"statusCode":500,"message":"no: Bearer {ACCESS_TOKEN}","requestId":"{ACCESS_TOKEN}"}}"#);
    let router = Router::new()
        .route("/api/v3/get-identities", get(move || async move { (json(), LIST) }))
        .route("/api/v3/unlink-extidp", post(move || async move { (json(), refusal) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

#[tokio::test]
async fn a_receipt_and_a_snapshot_are_kept_without_the_tokens_around_them() {
    let settings = ClientSettings::of(AppHost::parse(&service().await).unwrap(), "app".to_owned());
    let client = Client::new(settings, Arc::new(NoObserver)).unwrap();
    let token = AccessToken::new(ACCESS_TOKEN.to_owned());
    let identities = client.get_identities(&token).await.unwrap().value;
    let failure = client.unlink_ext_idp(&token, "g").await.unwrap_err();

    let place = Place::new();
    let ledger = place.open();
    let lin = account("lin");
    ledger.signed_in_by(&lin, Way::Password, None, None, at(1)).unwrap();
    assert!(ledger.saw(&lin, &identities, at(2)).unwrap().snapshot_kept);
    let binding = bindings(&identities, None).remove(0);
    let id = ledger.intend(&Intent::unbind(lin.clone(), &binding, "GitHub", at(3))).unwrap();
    let receipt = Receipt {
        number: 1,
        when: at(3),
        space: lin.host.clone(),
        user_id: Some(lin.subject.clone()),
        binding,
        attempts: vec![*failure.attempt],
        took: std::time::Duration::ZERO,
        reply: Reply::from_result(Err(failure.error)),
        listed: Listed::AllThere,
        listed_at: Some(at(4)),
        superseded: false,
    };
    ledger.record(&id, &receipt).unwrap();

    for token in [ACCESS_TOKEN, "c2lnbmF0dXJlLW9mLWxpbg", "gho_", "ghr_"] {
        assert_eq!(place.holding(token), [] as [std::path::PathBuf; 0], "{token}");
    }
    assert!(!place.holding("octocat").is_empty(), "what may be kept is found in this way");
    assert!(!place.holding("redacted").is_empty(), "the message is kept, without the token");
}
