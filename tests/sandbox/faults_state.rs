//! Faults of the service itself: tokens that end, a clock that is off, a list that lags.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bindery::sandbox::Sandbox;
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::faults::{WITHOUT_WECHAT, inject, pending};
use crate::raw::{ALL_OF_LIN, Answer, FORM, Request, WECHAT, access_token, bound, read, sign_in, start, text, unlink};

async fn refresh(sandbox: &Sandbox, refresh_token: &str) -> Answer {
    let form = format!("client_id={}&grant_type=refresh_token&refresh_token={refresh_token}", sandbox.app_id());
    Request::post("/oidc/token", FORM, form).send(sandbox).await
}

#[tokio::test]
async fn a_token_ends_in_the_middle_of_a_session() {
    for kind in ["token-expired", "token-revoked"] {
        let sandbox = start().await;
        let tokens = sign_in(&sandbox, "rich").await;
        let token = text(&tokens, "access_token");
        let other = access_token(&sandbox, "rich").await;
        inject(&sandbox, &format!("unlink-extidp={kind}"));
        let answer = unlink(&sandbox, &token, WECHAT).send(&sandbox).await;
        assert_eq!(answer.codes(), (401, Some(2020)), "{kind}");
        // The endpoint refused by itself, and nothing was done.
        let seen = sandbox.requests().pop().unwrap();
        assert_eq!((seen.ran, seen.fault.map(|fault| fault.to_string()).as_deref()), (true, Some(kind)));
        let reason = format!("the access token {}", if kind == "token-expired" { "is expired" } else { "was revoked" });
        assert_eq!(seen.reason, Some(reason));
        assert_eq!(bound(&sandbox, &other).await, ALL_OF_LIN, "another token is as good as before");
        assert_eq!(read(&sandbox, &token, "get-identities").await.codes(), (401, Some(2020)), "for good");
        assert_eq!(Request::get("/oidc/me").bearer(&token).send(&sandbox).await.status, 401);

        let renewed = refresh(&sandbox, &text(&tokens, "refresh_token")).await.json();
        assert_eq!(bound(&sandbox, &text(&renewed, "access_token")).await, ALL_OF_LIN);
    }
}

#[tokio::test]
async fn a_fault_of_tokens_waits_for_a_request_that_carries_one() {
    let sandbox = start().await;
    inject(&sandbox, "*=token-expired");
    let token = access_token(&sandbox, "rich").await;
    let basic = Request::post("/oidc/token", FORM, "").header("Authorization", "Basic YTpi");
    basic.send(&sandbox).await;
    assert_eq!(pending(&sandbox), ["*=token-expired"]);
    // As Node sends it.
    let answer = Request::get(&format!("/oidc/me?access_token={token}")).send(&sandbox).await;
    assert_eq!((answer.status, answer.json()["error"].as_str()), (401, Some("invalid_token")));
    assert_eq!(pending(&sandbox), [""; 0]);
}

#[tokio::test]
async fn a_refresh_is_refused_for_good() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let refresh_token = text(&tokens, "refresh_token");
    inject(&sandbox, "token=refresh-refused");
    Request::post("/oidc/token", FORM, "grant_type=refresh_token").send(&sandbox).await;
    for _ in 0..2 {
        let answer = refresh(&sandbox, &refresh_token).await;
        assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some("invalid_grant")));
    }
    assert_eq!(bound(&sandbox, &text(&tokens, "access_token")).await, ALL_OF_LIN, "the access token is still good");
}

/// How many seconds the time is off, to the next whole hundred.
fn off_by(time: Timestamp) -> i64 {
    let off = time.duration_since(Timestamp::now()).as_secs();
    (off + off.signum() * 50) / 100 * 100
}

fn date(answer: &Answer) -> Timestamp {
    rfc2822::parse(answer.header("date").expect("a date")).expect("a date as HTTP has it").timestamp()
}

fn claim(token: &str, name: &str) -> Timestamp {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    Timestamp::from_second(claims[name].as_i64().unwrap()).unwrap()
}

#[tokio::test]
async fn a_clock_that_is_off_shows_everywhere() {
    let sandbox = start().await;
    let system = || Request::get("/api/v3/system").app(&sandbox).send(&sandbox);
    assert_eq!(off_by(date(&system().await)), 0);
    for (fault, off) in
        [("service=clock+300s", 300), ("*=clock-300s", -300), ("*=clock+2592000s", 2_592_000), ("service=clock+0s", 0)]
    {
        inject(&sandbox, fault);
        assert_eq!(off_by(date(&system().await)), off, "{fault}");
        assert_eq!(off_by(date(&system().await)), off, "{fault} lasts");
        let tokens = sign_in(&sandbox, "rich").await;
        for token in ["access_token", "id_token"] {
            assert_eq!(off_by(claim(&text(&tokens, token), "iat")), off, "{fault}: the {token}");
        }
        let token = text(&tokens, "access_token");
        let lifetime = claim(&token, "exp").duration_since(claim(&token, "iat"));
        assert_eq!(lifetime, SignedDuration::from_hours(2));
        assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN, "{fault}: its own tokens are good");
    }
}

#[tokio::test]
async fn the_clock_decides_what_is_expired() {
    let sandbox = start().await;
    let tokens = sign_in(&sandbox, "rich").await;
    let (token, refresh_token) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    inject(&sandbox, "get-identities=clock+7300s");
    assert_eq!(read(&sandbox, &token, "get-identities").await.codes(), (401, Some(2020)));
    inject(&sandbox, "service=clock-7300s");
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);

    let past = access_token(&sandbox, "rich").await;
    inject(&sandbox, "service=clock+0s");
    assert_eq!(read(&sandbox, &past, "get-identities").await.codes(), (401, Some(2020)));
    inject(&sandbox, "service=clock+2592100s");
    let answer = refresh(&sandbox, &refresh_token).await;
    assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some("invalid_grant")), "30 days are over");
}

#[tokio::test]
async fn a_list_lags_behind_a_commit_for_so_many_reads() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "unlink-extidp=lag-3");
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN, "a read before the commit is none of the three");
    assert_eq!(unlink(&sandbox, &token, WECHAT).send(&sandbox).await.codes(), (200, None));
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    // A profile without identities is no read of them, nor is another account's list.
    read(&sandbox, &token, "get-profile").await.data();
    let mia = access_token(&sandbox, "empty").await;
    assert_eq!(bound(&sandbox, &mia).await, [""; 0]);
    let profile = read(&sandbox, &token, "get-profile?withIdentities=true").await.data();
    assert_eq!(profile["identities"].as_array().map(Vec::len), Some(7));
    // What it shows is not what is: it is gone already.
    assert_eq!(unlink(&sandbox, &token, WECHAT).send(&sandbox).await.codes(), (404, None));
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    assert_eq!(bound(&sandbox, &token).await, WITHOUT_WECHAT);
}

#[tokio::test]
async fn a_lag_waits_for_a_commit() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "service=lag-1");
    assert_eq!(unlink(&sandbox, &token, "nothing").send(&sandbox).await.codes(), (404, None), "nothing was committed");
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    assert_eq!(unlink(&sandbox, &token, WECHAT).send(&sandbox).await.codes(), (200, None));
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
    assert_eq!(bound(&sandbox, &token).await, WITHOUT_WECHAT);
}
