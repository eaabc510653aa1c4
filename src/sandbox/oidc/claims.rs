//! What OpenID Connect says of an account: claims by scope (reference sections 8.5 and 8.7).

use serde_json::{Map, Value, json};

use crate::sandbox::pool::Account;
use crate::sandbox::tokens::Grant;

/// The claims that a grant's scopes let through. Profile claims that the account does not have are null.
pub(crate) fn of(account: &Account, grant: &Grant) -> Map<String, Value> {
    let persona = &account.persona;
    let mut claims = Map::new();
    let mut add = |scope: &str, more: Value| {
        if let (true, Value::Object(more)) = (grant.allows(scope), more) {
            claims.extend(more);
        }
    };
    add("openid", json!({"sub": &*account.user_id}));
    add(
        "profile",
        json!({
            "name": persona.native_name,
            "nickname": account.nickname,
            "given_name": null,
            "family_name": null,
            "middle_name": null,
            "preferred_username": null,
            "profile": null,
            "picture": null,
            "website": null,
            "birthdate": null,
            "gender": "U",
            "locale": null,
            "zoneinfo": null,
            "updated_at": account.created_at,
        }),
    );
    add("username", json!({"username": persona.username}));
    add("email", json!({"email": persona.email, "email_verified": persona.email.is_some()}));
    add("phone", json!({"phone_number": persona.phone, "phone_number_verified": persona.phone.is_some()}));
    add("address", json!({"address": null}));
    add("external_id", json!({"external_id": null}));
    claims
}
