//! `POST /api/v3/signin` (reference section 4).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::envelope::{Quirk, Success, answer};
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::pool::Persona;
use crate::sandbox::service::{Issued, Service};
use crate::sandbox::tokens::Grant;

/// What is granted when `options.scope` is not sent: what the Python SDK asks for (reference section 13).
const DEFAULT_SCOPE: &str = "openid profile email phone address";

/// Signs in with a password. Other connections than `PASSWORD` are refused as unsupported.
pub(crate) async fn signin(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = match check(&service, &headers, &bytes) {
        Ok((grant, odd)) => service.issue(grant).await.map(|issued| success(&issued, odd)),
        Err(refused) => Err(refused),
    };
    answer(&headers, outcome)
}

/// Who signs in with which scopes, and whether their answers are odd.
fn check(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<(Grant, bool), Refused> {
    let sent = body::json_object(headers, bytes)?;
    match body::text(&sent, "connection") {
        Some("PASSWORD") => {}
        Some("PASSCODE" | "LDAP" | "AD") => return Err(Refused::UnsupportedConnection),
        _ => return Err(Refused::Parameter("connection")),
    }
    let payload =
        sent.get("passwordPayload").and_then(Value::as_object).ok_or(Refused::Parameter("passwordPayload"))?;
    let password = body::text(payload, "password").ok_or(Refused::Parameter("passwordPayload.password"))?;
    let (kind, name) = account_name(payload)?;
    let scope = scope(&sent)?;

    let application = service.calling_application(headers)?;
    let account = service
        .accounts
        .find(|account| is_meant(&account.persona, kind, name) && account.persona.has_password(password))
        .ok_or(Refused::WrongCredentials)?;
    let grant = Grant::new(&account, application, &scope, service.clock.now());
    Ok((grant, account.odd))
}

/// The one way in which the account is named.
fn account_name(payload: &Map<String, Value>) -> Result<(&'static str, &str), Refused> {
    let mut names = ["account", "email", "username", "phone"]
        .into_iter()
        .filter_map(|kind| Some((kind, body::text(payload, kind)?)));
    match (names.next(), names.next()) {
        (Some(name), None) => Ok(name),
        _ => Err(Refused::NotOneAccountName),
    }
}

fn is_meant(persona: &Persona, kind: &str, name: &str) -> bool {
    match kind {
        "email" => persona.has_email(name),
        "username" => persona.has_username(name),
        "phone" => persona.has_phone(name),
        _ => persona.is_called(name),
    }
}

fn scope(sent: &Map<String, Value>) -> Result<String, Refused> {
    let Some(options) = sent.get("options") else {
        return Ok(DEFAULT_SCOPE.to_owned());
    };
    let options = options.as_object().ok_or(Refused::Parameter("options"))?;
    match options.get("passwordEncryptType").map(Value::as_str) {
        None | Some(Some("none")) => {}
        Some(Some("rsa" | "sm2")) => return Err(Refused::UnsupportedEncryption),
        Some(_) => return Err(Refused::Parameter("options.passwordEncryptType")),
    }
    let Some(scope) = options.get("scope") else {
        return Ok(DEFAULT_SCOPE.to_owned());
    };
    let scope = scope.as_str().ok_or(Refused::Parameter("options.scope"))?;
    if !scope.split(' ').any(|one| one == "openid") {
        return Err(Refused::ScopeWithoutOpenid);
    }
    Ok(scope.to_owned())
}

/// `expire_in` as documented, or for the odd persona `expires_in` as a numeric string in an envelope whose
/// `statusCode` is one too (reference sections 1.4 and 4).
fn success(issued: &Issued, odd: bool) -> Success {
    let mut data = json!({
        "access_token": issued.access_token,
        "id_token": issued.id_token,
    });
    let more = if odd {
        json!({"token_type": "bearer", "expires_in": issued.expires_in.to_string()})
    } else {
        json!({"token_type": "Bearer", "expire_in": issued.expires_in, "scope": issued.scope})
    };
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
        if let Some(refresh_token) = &issued.refresh_token {
            data.insert("refresh_token".to_owned(), refresh_token.clone().into());
        }
    }
    Success::of(data).quirky(odd.then_some(Quirk::TextStatusCode))
}
