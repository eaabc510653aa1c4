//! The scopes that were granted, and what each lets this program do.

use egui::Ui;
use serde_json::Value;

use super::titled_card;
use crate::app::{ClaimsShown, Home};
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::widgets::{mono, muted, small_muted};

/// More scopes than this are counted, not listed.
const MOST: usize = 24;

/// The words for a scope (reference section 8.2).
fn meaning(scope: &str) -> &'static str {
    match scope {
        "openid" => "scope-openid",
        "profile" => "scope-profile",
        "username" => "scope-username",
        "email" => "scope-email",
        "phone" => "scope-phone",
        "address" => "scope-address",
        "offline_access" => "scope-offline-access",
        "roles" => "scope-roles",
        "external_id" => "scope-external-id",
        "extended_fields" => "scope-extended-fields",
        "tenant_id" => "scope-tenant-id",
        _ => "scope-other",
    }
}

/// Shows the scopes; where the service did not name them, those that the access token names.
pub(super) fn scopes_ui(ui: &mut Ui, words: &Words, home: &Home) {
    titled_card(ui, &words.text("session-scopes"), |ui| {
        let granted = home.session.particulars.as_ref().and_then(|known| known.scope.as_deref());
        let by_token = match &home.session.access_token {
            ClaimsShown::Said(claims) => claims.get("scope").and_then(Value::as_str),
            ClaimsShown::Opaque | ClaimsShown::TooMany => None,
        };
        let Some(scopes) = granted.or(by_token).filter(|scopes| !scopes.trim().is_empty()) else {
            muted(ui, &words.text("session-scopes-unknown"));
            return;
        };
        if granted.is_none() {
            small_muted(ui, &words.text("session-scopes-by-token"));
        }
        for scope in scopes.split_whitespace().take(MOST) {
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                mono(ui, &plain(scope, 60));
                small_muted(ui, &words.find(meaning(scope)).unwrap_or_default());
            });
        }
        let count = scopes.split_whitespace().count();
        if count > MOST {
            small_muted(ui, &words.with("session-more", &[("count", (count - MOST).into())]));
        }
    });
}
