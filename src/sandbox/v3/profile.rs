//! The user as the service answers it, and what a user may change (reference sections 5.1 and 5.2).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::envelope::{Success, answer};
use super::parameters::{self, Object};
use super::refused::Refused;
use crate::sandbox::accounts::NotChanged;
use crate::sandbox::body;
use crate::sandbox::pool::{Account, Standing};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::{Grant, TokenTrouble};

/// Whose eyes see the user.
#[derive(Clone, Copy)]
pub(crate) enum Seen<'grant> {
    /// Everything, as the answer to a sign-up.
    Whole,
    /// What the token's scopes let through.
    By(&'grant Grant),
}

impl Seen<'_> {
    fn with(self, scope: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::By(grant) => grant.allows(scope),
        }
    }
}

/// The fields of a profile that no persona comes with: null until `update-profile` sets them.
const OF_PROFILE: &[&str] = &[
    "photo",
    "externalId",
    "birthdate",
    "company",
    "identityNumber",
    "givenName",
    "familyName",
    "middleName",
    "preferredUsername",
    "profile",
    "website",
    "zoneinfo",
    "locale",
];

/// The same, for the scope `address`.
const OF_ADDRESS: &[&str] =
    &["country", "province", "city", "address", "streetAddress", "postalCode", "region", "formatted"];

/// The `UserDto` without what is only there on request (reference section 5.1). The odd persona has every optional text
/// as null (reference section 14).
pub(crate) fn user(service: &Service, account: &Account, seen: Seen<'_>) -> Value {
    let persona = &account.persona;
    let is_of_pool = service.pool.accounts.iter().any(|of_pool| of_pool.user_id == account.user_id);
    let mut user = Map::new();
    let mut add = |allowed: bool, more: Value| {
        if let (true, Value::Object(more)) = (allowed, more) {
            user.extend(more);
        }
    };
    add(
        true,
        json!({
            "userId": &*account.user_id,
            "createdAt": account.created_at,
            "updatedAt": account.updated_at.as_ref().unwrap_or(&account.created_at),
            "status": status(account.standing),
            "workStatus": "Active",
            "gender": account.profile.get("gender").cloned().unwrap_or_else(|| "U".into()),
            "emailVerified": persona.email.is_some(),
            "phoneVerified": persona.phone.is_some(),
            "passwordSecurityLevel": i32::from(account.password_set),
            "resetPasswordOnNextLogin": matches!(account.standing, Standing::FirstPassword | Standing::MustReset),
            "userSourceType": if is_of_pool { "adminCreated" } else { "register" },
        }),
    );
    add(true, activity(service, account));
    let set = |keys: &[&str]| -> Value {
        let value = |key: &&str| account.profile.get(*key).cloned().unwrap_or_default();
        keys.iter().map(|key| ((*key).to_owned(), value(key))).collect::<Map<_, _>>().into()
    };
    add(seen.with("profile"), set(OF_PROFILE));
    add(seen.with("address"), set(OF_ADDRESS));
    add(seen.with("profile"), json!({"name": persona.native_name, "nickname": account.nickname}));
    add(seen.with("profile") || seen.with("username"), json!({"username": persona.username}));
    add(seen.with("email"), json!({"email": persona.email}));
    add(seen.with("phone"), json!({"phone": persona.phone, "phoneCountryCode": account.phone_country_code}));
    if account.odd {
        add(
            true,
            json!({
                "name": null, "givenName": null, "familyName": null, "birthdate": null, "company": null,
                "lastLogin": null, "loginsCount": null, "registerSource": null, "postIdList": null,
            }),
        );
    }
    user.into()
}

fn status(standing: Standing) -> &'static str {
    match standing {
        Standing::Disabled => "Deactivated",
        Standing::Locked | Standing::LockedAfterFailures | Standing::Unlockable => "Suspended",
        _ => "Activated",
    }
}

/// What the history says of an account.
fn activity(service: &Service, account: &Account) -> Value {
    let summary = service.history.summary(&account.user_id);
    let last = summary.last.as_ref();
    json!({
        "loginsCount": summary.good,
        "lastLogin": last.map(|event| format!("{:.3}", event.at)),
        "lastIp": last.map(|event| &event.client_ip),
        "lastLoginApp": last.map(|event| &*event.app_id),
        "signedUp": account.created_at,
    })
}

/// What may be set as a text, and may be blank (reference section 5.2).
const TEXTS: &[&str] = &[
    "name",
    "nickname",
    "photo",
    "externalId",
    "birthdate",
    "country",
    "province",
    "city",
    "address",
    "streetAddress",
    "postalCode",
    "gender",
    "company",
    "identityNumber",
];

/// What a user wants changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    texts: Vec<(&'static str, String)>,
    pub(crate) username: Option<String>,
    custom_data: Option<Object>,
}

impl Changes {
    /// Reads any subset of the fields (reference section 5.2). Email, phone and password have endpoints of their own; they
    /// and whatever is unknown are left alone.
    pub(crate) fn read(sent: &Object) -> Result<Self, Refused> {
        let mut changes = Self::default();
        for path in TEXTS.iter().copied() {
            if let Some(text) = parameters::text_or_blank(sent, path)? {
                changes.texts.push((path, text.to_owned()));
            }
        }
        if changes.texts.iter().any(|(path, text)| *path == "gender" && !matches!(text.as_str(), "M" | "F" | "U")) {
            return Err(Refused::Parameter("gender"));
        }
        changes.username = parameters::optional_text(sent, "username")?.map(str::to_owned);
        changes.custom_data = parameters::optional_object(sent, "customData")?.cloned();
        Ok(changes)
    }

    /// Changes the account. Keys of custom data that are not named stay; whether the service does so is not documented.
    pub(crate) fn apply(self, account: &mut Account) {
        for (path, text) in self.texts {
            match path {
                "name" => Arc::make_mut(&mut account.persona).native_name = text,
                "nickname" => account.nickname = Some(text),
                _ => {
                    account.profile.insert(path.to_owned(), text.into());
                }
            }
        }
        if let Some(username) = self.username {
            Arc::make_mut(&mut account.persona).username = Some(username);
        }
        if let Some(more) = self.custom_data {
            match account.custom_data.as_object_mut() {
                Some(data) => data.extend(more),
                None => account.custom_data = more.into(),
            }
        }
    }
}

/// `POST /api/v3/update-profile` (reference section 5.2).
pub(crate) async fn update_profile(State(service): State<Arc<Service>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let outcome = update(&service, &headers, &bytes);
    answer(&headers, outcome)
}

fn update(service: &Service, headers: &HeaderMap, bytes: &[u8]) -> Result<Success, Refused> {
    let (grant, _) = service.signed_in(headers)?;
    let changes = Changes::read(&body::json_object(headers, bytes)?)?;
    let username = changes.username.clone();
    let taken = |other: &Account| username.as_deref().is_some_and(|name| other.persona.is_called(name));
    let changed_at = service.clock.now();
    let changed = service.accounts.change_unless(&grant.user_id, taken, |account| {
        changes.apply(account);
        account.updated_at = Some(format!("{changed_at:.3}"));
    });
    changed.map_err(|not_changed| match not_changed {
        NotChanged::InTheWay => Refused::UsernameTaken,
        NotChanged::NoAccount => Refused::NotSignedIn(TokenTrouble::NoAccount),
    })?;
    let account = service.accounts.get(&grant.user_id).ok_or(Refused::NotSignedIn(TokenTrouble::NoAccount))?;
    Ok(Success::of(user(service, &account, Seen::By(&grant))))
}
