//! The tokens: how long they last, where they are kept, and renewing them.

use egui::{FontId, RichText, Ui, Vec2};
use fluent_bundle::FluentValue;
use jiff::SignedDuration;

use super::copy_token::copy_token_ui;
use super::kept::kept_words;
use super::{row, titled_card};
use crate::app::{Action, ClaimsShown, Home, Renewal, SessionAction, State};
use crate::session::{NotRenewed, Particulars};
use crate::ui::Words;
use crate::ui::explain::{Purpose, explain, id_token_words};
use crate::ui::text::{clock, day_and_clock};
use crate::ui::theme::{semibold, tokens};
use crate::ui::widgets::{ButtonKind, Mood, banner, button, explanation as explanation_rest, muted, small_muted, tag};

/// Shows the tokens.
pub(super) fn tokens_ui(ui: &mut Ui, words: &Words, state: &State, home: &Home, actions: &mut Vec<Action>) {
    titled_card(ui, &words.text("session-tokens"), |ui| {
        access_token(ui, words, state, home);
        ui.add_space(2.0);
        if let Some(known) = &home.session.particulars {
            others(ui, words, home, known);
        }
        row(ui, &words.text("session-kept"), |ui| {
            let (said, more) = kept_words(words, state, home);
            text(ui, &said);
            if !more.is_empty() {
                small_muted(ui, &more);
            }
        });
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(8.0);
            renew_button(ui, words, home, actions);
            if home.session.copy.asks_until().is_some() {
                // What it then says takes a line of its own.
                ui.end_row();
            }
            copy_token_ui(ui, words, home, actions);
        });
        renewal(ui, words, state, home);
        super::copy_token::copy_state_ui(ui, words, state, home);
    });
}

fn text(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).size(13.0)).wrap());
}

fn access_token(ui: &mut Ui, words: &Words, state: &State, home: &Home) {
    ui.horizontal_wrapped(|ui| {
        text(ui, &words.text("session-access-token"));
        match home.session.access_token {
            ClaimsShown::Opaque => tag(ui, &words.text("session-opaque")),
            ClaimsShown::TooMany | ClaimsShown::Said(_) => tag(ui, &words.text("session-jwt")),
        }
    });
    let left = home.standing.expires_at.map(|end| end.duration_since(state.now));
    let colours = tokens(ui);
    let (said, colour) = match left {
        _ if home.standing.over => (words.text("token-over").into_owned(), colours.warn),
        None => (words.text("session-no-end").into_owned(), colours.mute),
        Some(left) if left.is_positive() => (countdown(words, left), colours.text),
        Some(_) if home.standing.can_refresh => (words.text("token-expired-refreshable").into_owned(), colours.warn),
        Some(_) => (words.text("token-expired").into_owned(), colours.warn),
    };
    let size = if left.is_some_and(|left| left.is_positive()) && !home.standing.over { 20.0 } else { 14.0 };
    ui.add(egui::Label::new(RichText::new(said).font(FontId::new(size, semibold())).color(colour)).wrap());
    let obtained = home.session.particulars.as_ref().map(|known| {
        words.with("session-obtained", &[("time", day_and_clock(known.obtained_at, &state.time_zone).into())])
    });
    let ends = home
        .standing
        .expires_at
        .map(|end| words.with("session-ends", &[("time", day_and_clock(end, &state.time_zone).into())]));
    let times: Vec<_> = obtained.into_iter().chain(ends).collect();
    if !times.is_empty() {
        small_muted(ui, &times.join(" · "));
    }
}

/// How long it lasts: to the second within the last day, else to the minute.
fn countdown(words: &Words, left: SignedDuration) -> String {
    let seconds = left.as_secs();
    let number = |number: i64| FluentValue::from(number);
    let two = |number: i64| FluentValue::from(format!("{number:02}"));
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    if days > 0 {
        let values = [("days", number(days)), ("hours", number(hours)), ("minutes", number(minutes))];
        words.with("session-left-days", &values)
    } else if hours > 0 {
        let values = [("hours", number(hours)), ("minutes", two(minutes)), ("seconds", two(seconds % 60))];
        words.with("session-left-hours", &values)
    } else {
        words.with("session-left-minutes", &[("minutes", number(minutes)), ("seconds", two(seconds % 60))])
    }
}

fn others(ui: &mut Ui, words: &Words, home: &Home, known: &Particulars) {
    row(ui, &words.text("session-refresh-token"), |ui| {
        let (said, more) = match (known.has_refresh_token, home.standing.can_refresh) {
            (true, true) => (words.text("session-present"), words.text("session-refresh-token.present")),
            (true, false) => (words.text("session-refused"), words.text("session-refresh-token.refused")),
            (false, _) => (words.text("session-none"), words.text("session-refresh-token.none")),
        };
        text(ui, &said);
        small_muted(ui, &more);
    });
    row(ui, &words.text("session-id-token"), |ui| {
        let (said, more) = if known.has_id_token {
            (words.text("session-present"), None)
        } else {
            (words.text("session-none"), Some(words.text("session-id-token.none")))
        };
        text(ui, &said);
        if let Some(more) = more {
            small_muted(ui, &more);
        }
    });
}

fn renew_button(ui: &mut Ui, words: &Words, home: &Home, actions: &mut Vec<Action>) {
    let running = home.session.renewal == Renewal::Running;
    let shown = words.text("session-renew");
    let can = home.standing.can_refresh && !home.standing.over && !home.signing_out;
    // It stays usable while it runs, so that it keeps the keyboard; a second press does nothing then.
    let clicked =
        ui.add_enabled_ui(can, |ui| button(ui, ButtonKind::Plain, &shown, &words.text("session-renew.name")).clicked());
    if clicked.inner && !running {
        actions.push(Action::Session(SessionAction::Renew));
    }
}

/// Text that a screen reader announces when it appears.
fn announced(ui: &mut Ui, text: &str) {
    let said = muted(ui, text);
    ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

fn renewal(ui: &mut Ui, words: &Words, state: &State, home: &Home) {
    let host = state.space.as_ref().map_or("", |space| space.host.as_str());
    match &home.session.renewal {
        Renewal::Idle => {}
        Renewal::Running => announced(ui, &words.text("session-renewing")),
        Renewal::Done(at) => {
            let time = clock(*at, &state.time_zone);
            announced(ui, &words.with("session-renewed", &[("time", time.into())]));
        }
        Renewal::Failed(NotRenewed::NotNow(error)) => {
            let explanation = explain(words, error, host, Purpose::Read);
            let more = words.text("session-not-renewed-now.more");
            banner(ui, Mood::Warning, &words.text("session-not-renewed-now"), &[&explanation.what, &more], |ui| {
                explanation_rest(ui, &explanation);
            });
        }
        Renewal::Failed(NotRenewed::Refused(error)) => {
            let explanation = explain(words, error, host, Purpose::Read);
            let more = words.text("session-renewal-refused.more");
            banner(ui, Mood::Warning, &words.text("session-renewal-refused"), &[&explanation.what, &more], |ui| {
                super::super::widgets::facts(ui, &explanation.facts);
            });
        }
        Renewal::Failed(NotRenewed::IdToken(reason)) => {
            let reason = id_token_words(words, reason);
            banner(ui, Mood::Warning, &words.text("session-renewal-id-token"), &[&reason], |_| {});
        }
        Renewal::Failed(NotRenewed::NoRefreshToken | NotRenewed::Over) => {
            banner(ui, Mood::Warning, &words.text("session-not-renewable"), &[], |_| {});
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genauth::Language;

    #[test]
    fn the_time_left_is_told_as_far_as_it_matters() {
        let words = Words::new(Language::English);
        let told = |seconds| countdown(&words, SignedDuration::from_secs(seconds));
        assert_eq!(told(5), "0 min 05 s left");
        assert_eq!(told(58 * 60 + 5), "58 min 05 s left");
        assert_eq!(told(3600 + 61), "1 h 01 min 01 s left");
        assert_eq!(told(14 * 86_400 - 1), "13 d 23 h 59 min left");
    }
}
