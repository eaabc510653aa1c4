//! What came of a bind; it stays until it is dismissed.

use egui::{Ui, Vec2};
use jiff::tz::TimeZone;

use super::not_kept;
use crate::app::{Action, BindAction, BindFailure, BindLeft, BindOutcome, BindTracker, Bound, Home};
use crate::session::{BrowserError, LinkError};
use crate::ui::Words;
use crate::ui::explain::{Explanation, Purpose, explain};
use crate::ui::text::{clock, minutes_and_seconds, plain, shortened};
use crate::ui::widgets::{ButtonKind, Mood, banner, button, chip, explanation as explanation_rest, facts};

/// Shows it, with the way on.
pub(super) fn ended_ui(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    tracker: &BindTracker,
    outcome: &BindOutcome,
    home: &Home,
    (host, time_zone): (&str, &TimeZone),
) -> Vec<Action> {
    let mut actions = Vec::new();
    let (mood, headline, told) = told(words, title, tracker, outcome, host);
    banner(ui, mood, &headline, &[&told.what], |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        explanation_rest(ui, &told);
        if let BindOutcome::Bound(bound) = outcome {
            what_is_new(ui, words, bound, time_zone);
        }
        if let Some(trouble) = &tracker.not_kept {
            not_kept(ui, words, trouble);
        }
        ui.horizontal_wrapped(|ui| {
            let named = |key: &str| words.with_key(key, &[("name", title.into())]);
            if can_try_again(tracker, outcome, home) {
                let again = words.text("try-again");
                if button(ui, ButtonKind::Plain, &again, &named("bind-try-again")).clicked() {
                    let (identifier, title) = (tracker.connection.identifier.clone(), title.to_owned());
                    actions.push(Action::Bind(BindAction::Begin { identifier, title }));
                }
            }
            let dismiss = words.text("dismiss");
            if button(ui, ButtonKind::Ghost, &dismiss, &named("bind-dismiss")).clicked() {
                actions.push(Action::Bind(BindAction::Dismiss(tracker.number)));
            }
        });
    });
    actions
}

/// Whether a new link would help, and may be made.
fn can_try_again(tracker: &BindTracker, outcome: &BindOutcome, home: &Home) -> bool {
    let would_help = match outcome {
        BindOutcome::Bound(_)
        | BindOutcome::BoundBefore
        | BindOutcome::Failed(BindFailure::Link(LinkError::NoIdToken | LinkError::IdTokenExpired)) => false,
        BindOutcome::NothingNew | BindOutcome::Failed(_) | BindOutcome::Cancelled | BindOutcome::Left(_) => true,
    };
    let id = &tracker.connection.ext_idp_id;
    let offered = home.connections.offered().unwrap_or_default().into_iter().any(|offered| offered.ext_idp_id == *id);
    would_help && offered && !home.standing.over && !home.signing_out && !home.connections.offline
}

/// Mood, headline, and what it means.
fn told(
    words: &Words,
    title: &str,
    tracker: &BindTracker,
    outcome: &BindOutcome,
    host: &str,
) -> (Mood, String, Explanation) {
    let named = |key: &str| words.with_key(key, &[("name", title.into())]);
    let said = |what: String, next: String| Explanation { what, next, ..Explanation::default() };
    let stays_open = || said(named("bind-may-still-finish"), String::new());
    match outcome {
        BindOutcome::Bound(_) => (Mood::Good, named("bind-bound"), Explanation::default()),
        BindOutcome::BoundBefore => {
            (Mood::Good, named("bind-bound-before"), said(named("bind-bound-before.more"), String::new()))
        }
        BindOutcome::NothingNew => match &tracker.unreadable {
            Some(error) => {
                let explanation = explain(words, error, host, Purpose::Read);
                (Mood::Warning, named("bind-not-known"), explanation)
            }
            None => (Mood::Warning, named("bind-nothing-new"), said(named("bind-may-have-happened"), String::new())),
        },
        BindOutcome::Cancelled => (Mood::Warning, named("bind-cancelled"), stays_open()),
        BindOutcome::Left(left) => {
            let key = match left {
                BindLeft::AnotherAccount => "bind-left-account",
                BindLeft::SignedOut => "bind-left-signed-out",
                BindLeft::SessionOver => "bind-left-over",
            };
            (Mood::Warning, named(key), stays_open())
        }
        BindOutcome::Failed(failure) => {
            let key = if tracker.again { "bind-failed-again" } else { "bind-failed" };
            (Mood::Bad, named(key), failed(words, failure, host))
        }
    }
}

fn failed(words: &Words, failure: &BindFailure, host: &str) -> Explanation {
    let said = |key: &str| Explanation {
        what: words.find(key).unwrap_or_default().into_owned(),
        next: words.find(&format!("{key}.next")).unwrap_or_default().into_owned(),
        ..Explanation::default()
    };
    match failure {
        BindFailure::Link(LinkError::NoIdToken) => said("bind-no-id-token"),
        BindFailure::Link(LinkError::IdTokenExpired) => said("bind-id-token-expired"),
        BindFailure::Link(LinkError::Call(error)) | BindFailure::List(error) => {
            explain(words, error, host, Purpose::Read)
        }
        BindFailure::Listen(BrowserError::CannotListen(reason)) => Explanation {
            facts: vec![(words.text("fact-reason").into_owned(), plain(reason, 200))],
            ..said("sign-in-cannot-listen")
        },
        BindFailure::Listen(_) => said("sign-in-cannot-listen"),
        BindFailure::Crashed => said("error-crashed"),
    }
}

/// The new identities by name, and the facts of the bind.
fn what_is_new(ui: &mut Ui, words: &Words, bound: &Bound, time_zone: &TimeZone) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        for identity in bound.identities.iter().take(12) {
            let whole = plain(&identity.user_id_in_idp, 200);
            chip(ui, &plain(&identity.kind, 24), &shortened(&identity.user_id_in_idp, 24), &whole);
        }
    });
    let fact = |label: &str, value: String| (words.find(label).unwrap_or_default().into_owned(), value);
    let mut shown = Vec::new();
    let names = ["nickname", "name", "displayName", "display_name", "login", "username", "preferred_username"];
    let mut infos = bound
        .identities
        .iter()
        .flat_map(|identity| names.iter().filter_map(|name| identity.user_info_in_idp.get(*name)?.as_str()));
    if let Some(person) = infos.find(|name| !name.trim().is_empty()) {
        shown.push(fact("bind-fact-person", plain(person, 60)));
    }
    shown.push(fact("bind-fact-connection", plain(&bound.identifier, 40)));
    let ids: Vec<_> = bound.identities.iter().take(6).map(|identity| shortened(&identity.identity_id, 24)).collect();
    shown.push(fact("bind-fact-identities", ids.join(", ")));
    shown.push(fact("receipt-when", clock(bound.when, time_zone)));
    shown.push(fact("fact-took", minutes_and_seconds(bound.took)));
    facts(ui, &shown);
}
