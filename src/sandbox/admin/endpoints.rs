//! The endpoints of the admin API. A change answers with what is there afterwards.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Admin;
use super::answer::Refused;
use crate::sandbox::faults::{Fault, Scenario, ScenarioError};
use crate::sandbox::info::{AdminInfo, PersonaInfo, SandboxInfo};

/// The furthest that the clock can be moved, in either direction: a century.
const FURTHEST_SECONDS: i64 = 100 * 366 * 24 * 3600;

/// `GET /info`: what `bindery sandbox --json` prints, without the token.
pub(super) async fn info(State(admin): State<Arc<Admin>>) -> Json<SandboxInfo> {
    let mut info = SandboxInfo::of(&admin.service, admin.trust.as_deref());
    info.admin = Some(AdminInfo { url: admin.access.url(), token: None });
    Json(info)
}

/// `GET /personas`: who can sign in, as at the start.
pub(super) async fn personas(State(admin): State<Arc<Admin>>) -> Json<Value> {
    let personas: Vec<PersonaInfo> = admin.service.pool.personas().map(PersonaInfo::from).collect();
    Json(json!({"personas": personas}))
}

/// `GET /faults`: those that wait, in their text form, first come first.
pub(super) async fn faults(State(admin): State<Arc<Admin>>) -> Json<Value> {
    let faults: Vec<String> = admin.service.faults.pending().iter().map(ToString::to_string).collect();
    Json(json!({"faults": faults}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Injected {
    faults: Vec<String>,
}

/// `POST /faults`: adds some behind those that wait; all of them or, when one cannot be read, none.
pub(super) async fn inject_faults(State(admin): State<Arc<Admin>>, body: Bytes) -> Result<Json<Value>, Refused> {
    let injected: Injected = read(&body)?;
    let parsed = injected.faults.iter().map(|text| text.parse::<Fault>());
    let parsed: Vec<Fault> = parsed.collect::<Result<_, _>>().map_err(|error| Refused::Body(error.to_string()))?;
    for fault in parsed {
        admin.service.faults.inject(fault);
    }
    Ok(faults(State(admin)).await)
}

/// `DELETE /faults`: forgets those that wait, and what was injected before.
pub(super) async fn clear_faults(State(admin): State<Arc<Admin>>) -> Json<Value> {
    admin.service.faults.clear();
    faults(State(admin)).await
}

/// `GET /scenario`: what was injected since faults were last cleared, with the seed, as the text of a scenario.
pub(super) async fn scenario(State(admin): State<Arc<Admin>>) -> Json<Value> {
    Json(json!({"scenario": admin.service.faults.scenario().to_string()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Played {
    scenario: String,
}

/// `PUT /scenario`: clears all faults and plays these, drawn from their seed.
pub(super) async fn play_scenario(State(admin): State<Arc<Admin>>, body: Bytes) -> Result<Json<Value>, Refused> {
    let played: Played = read(&body)?;
    let parsed: Scenario = played.scenario.parse().map_err(|error: ScenarioError| Refused::Body(error.to_string()))?;
    admin.service.faults.play(&parsed);
    Ok(scenario(State(admin)).await)
}

/// `GET /mailbox`: the codes that were sent, oldest first.
pub(super) async fn mailbox(State(admin): State<Arc<Admin>>) -> Json<Value> {
    Json(json!({"messages": admin.service.codes.mailbox()}))
}

/// `DELETE /mailbox`: empties it; codes that are out stay good.
pub(super) async fn clear_mailbox(State(admin): State<Arc<Admin>>) -> Json<Value> {
    admin.service.codes.clear_mailbox();
    admin.service.changes.note();
    mailbox(State(admin)).await
}

/// `POST /reset`: everything as at the start, without the faults of the command line; and nothing was seen.
pub(super) async fn reset(State(admin): State<Arc<Admin>>) -> Json<Value> {
    admin.service.reset();
    admin.service.seen.forget();
    Json(json!({"message": "Everything is as at the start, and no fault waits."}))
}

/// `POST /tokens/expire`: access tokens issued so far are refused from now on.
pub(super) async fn expire_tokens(State(admin): State<Arc<Admin>>) -> Json<Value> {
    admin.service.tokens().forget_access();
    admin.service.changes.note();
    Json(json!({"message": "Every access token issued so far is refused from now on."}))
}

/// `POST /tokens/revoke`: access tokens and refresh tokens issued so far are refused from now on.
pub(super) async fn revoke_tokens(State(admin): State<Arc<Admin>>) -> Json<Value> {
    let mut tokens = admin.service.tokens();
    tokens.forget_access();
    tokens.forget_refresh();
    drop(tokens);
    admin.service.changes.note();
    Json(json!({"message": "Every access token and refresh token issued so far is refused from now on."}))
}

/// `GET /clock`: the service's time, and by how much it is moved.
pub(super) async fn clock(State(admin): State<Arc<Admin>>) -> Json<Value> {
    let clock = &admin.service.clock;
    Json(json!({"offsetSeconds": clock.offset().as_secs(), "now": clock.now().to_string()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct MovedClock {
    offset_seconds: i64,
}

/// `PUT /clock`: moves it away from the system's time.
pub(super) async fn set_clock(State(admin): State<Arc<Admin>>, body: Bytes) -> Result<Json<Value>, Refused> {
    let MovedClock { offset_seconds } = read(&body)?;
    if offset_seconds.unsigned_abs() > FURTHEST_SECONDS.unsigned_abs() {
        let reason = format!("offsetSeconds has to be between -{FURTHEST_SECONDS} and {FURTHEST_SECONDS}");
        return Err(Refused::Body(reason));
    }
    admin.service.clock.set_offset(SignedDuration::from_secs(offset_seconds));
    admin.service.changes.note();
    Ok(clock(State(admin)).await)
}

/// The body of a request that needs one.
fn read<Body: DeserializeOwned>(body: &[u8]) -> Result<Body, Refused> {
    serde_json::from_slice(body).map_err(|error| Refused::Body(error.to_string()))
}
