//! `/requests`: what the service saw of its clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use serde_json::{Map, Value, json};

use super::Admin;
use super::answer::Refused;
use crate::sandbox::body;
use crate::sandbox::seen::SeenRequest;

/// `GET /requests`: the last 1000, oldest first, without their secrets; with `?after=N` those with a larger number.
pub(super) async fn list(State(admin): State<Arc<Admin>>, RawQuery(query): RawQuery) -> Result<Json<Value>, Refused> {
    let query = body::pairs(query.unwrap_or_default().as_bytes());
    let after: u64 = match body::first(&query, "after") {
        Some(number) => number.parse().map_err(|_| Refused::Query("after"))?,
        None => 0,
    };
    let seen = admin.service.seen.all();
    let later = seen.iter().filter(|request| request.number > after);
    let requests: Vec<Value> = later.map(|seen| request(seen)).collect();
    Ok(Json(json!({"requests": requests})))
}

/// `DELETE /requests`: forgets them; numbers go on counting.
pub(super) async fn forget(State(admin): State<Arc<Admin>>) -> Json<Value> {
    admin.service.seen.forget();
    Json(json!({"requests": []}))
}

fn request(seen: &SeenRequest) -> Value {
    let query: Vec<Value> = seen.query.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    let headers: Vec<Value> =
        seen.headers.iter().map(|header| json!({"name": header.name, "value": header.value})).collect();
    let answered = seen.answered.map(|answered| {
        json!({
            "httpStatus": answered.http_status,
            "statusCode": answered.status_code,
            "apiCode": answered.api_code,
        })
    });
    let members = [
        ("number", seen.number.into()),
        ("at", seen.at.to_string().into()),
        ("method", seen.method.as_str().into()),
        ("path", seen.path.as_str().into()),
        ("query", query.into()),
        ("headers", headers.into()),
        ("body", seen.body.clone()),
        ("ran", seen.ran.into()),
        ("answered", answered.unwrap_or_default()),
        ("reason", seen.reason.as_deref().into()),
        ("fault", seen.fault.as_ref().map(ToString::to_string).into()),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}
