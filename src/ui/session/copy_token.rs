//! The button that copies the access token, which asks once more first.

use egui::accesskit::Live;
use egui::{Key, Ui};

use crate::app::{Action, Home, SessionAction, State, TokenCopy};
use crate::ui::Words;
use crate::ui::text::{clock, plain};
use crate::ui::widgets::{ButtonKind, Mood, banner, button, muted};

/// Shows the button. It is one and the same in both of its states, so that the keyboard stays on it.
pub(super) fn copy_token_ui(ui: &mut Ui, words: &Words, home: &Home, actions: &mut Vec<Action>) {
    let asked = home.session.copy.asks_until().is_some();
    let (kind, shown) = if asked {
        (ButtonKind::SolidDanger, words.text("session-copy-token.sure"))
    } else {
        (ButtonKind::Plain, words.text("session-copy-token"))
    };
    let copy = ui.add_enabled_ui(!home.signing_out, |ui| button(ui, kind, &shown, &shown)).inner;
    if copy.clicked() {
        let action = if asked { SessionAction::CopyToken } else { SessionAction::AskToCopy };
        actions.push(Action::Session(action));
    } else if asked && ui.is_enabled() && ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Session(SessionAction::CancelCopy));
    }
}

/// Shows what became of the copy.
pub(super) fn copy_state_ui(ui: &mut Ui, words: &Words, state: &State, home: &Home) {
    let said = match &home.session.copy {
        TokenCopy::Idle | TokenCopy::Copying => return,
        TokenCopy::Asked { .. } => words.text("session-copy-token.how").into_owned(),
        TokenCopy::Copied { until } => {
            words.with("session-token-copied", &[("time", clock(*until, &state.time_zone).into())])
        }
        TokenCopy::Cleared => words.text("session-token-cleared").into_owned(),
        TokenCopy::Replaced => words.text("session-token-replaced").into_owned(),
        TokenCopy::NotCopied(reason) => {
            banner(ui, Mood::Warning, &words.text("session-token-not-copied"), &[&plain(reason, 200)], |_| {});
            return;
        }
        TokenCopy::NotCleared(reason) => {
            let more = words.text("session-token-not-cleared.more");
            let reason = plain(reason, 200);
            banner(ui, Mood::Warning, &words.text("session-token-not-cleared"), &[&reason, &more], |_| {});
            return;
        }
    };
    let said = muted(ui, &said);
    ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
}
