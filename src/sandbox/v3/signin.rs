//! `POST /api/v3/signin` (reference section 4).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use super::admission::Admission;
use super::attempt::Attempt;
use super::client;
use super::envelope::{Quirk, Success, answer};
use super::refused::Refused;
use crate::sandbox::body;
use crate::sandbox::service::{Issued, Service};
use crate::sandbox::tokens::Grant;

/// Signs in with a password, a code, or a name in the directory.
pub(crate) async fn signin(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = sign_in(&service, &headers, &bytes).await;
    answer(&headers, outcome)
}

async fn sign_in(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Success, Refused> {
    let application = service.calling_application(headers)?;
    let sent = body::json_object(headers, bytes)?;
    let attempt = Attempt::read(&sent)?;
    client::authenticate(application, headers, &sent)?;
    let admission = Admission { service, headers, application, attempt: &attempt };
    let account = admission.decide()?;
    let grant = Grant::new(&account, application, &attempt.scope, service.clock.now());
    let issued = service.issue(grant).await?;
    admission.record(&account, None);
    Ok(success(&issued, account.odd))
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
