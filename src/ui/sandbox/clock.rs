//! The sandbox's clock, and tokens that stop being good.

use egui::Ui;
use jiff::SignedDuration;

use super::{Around, SandboxForm};
use crate::app::{Action, SandboxAction, SandboxDone, SandboxShown};
use crate::ui::Words;
use crate::ui::text::clock;
use crate::ui::widgets::{ButtonKind, button, heading, labelled_field, muted};

/// The farthest that the clock can be off, in seconds: a hundred years.
const FARTHEST: i64 = 3_155_760_000;

/// Shows how the clock stands, with ways to move it and to end tokens.
pub(super) fn clock_and_tokens_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &SandboxShown,
    around: Around<'_>,
    form: &mut SandboxForm,
    actions: &mut Vec<Action>,
) {
    heading(ui, &words.text("clock"), 14.0);
    let offset = shown.seen.clock_offset.as_secs();
    let stands = match offset {
        0 => words.text("clock-right").into_owned(),
        1.. => words.with("clock-ahead", &[("seconds", offset.into())]),
        _ => words.with("clock-behind", &[("seconds", offset.unsigned_abs().into())]),
    };
    let stands = muted(ui, &stands);
    ui.ctx().accesskit_node_builder(stands.id, |node| node.set_live(egui::accesskit::Live::Polite));
    let mut set = |seconds: i64| {
        actions.push(Action::Sandbox(SandboxAction::SetClock(SignedDuration::from_secs(seconds))));
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for (key, by) in [("clock-plus-five", 300), ("clock-minus-five", -300), ("clock-plus-hours", 3 * 3600)] {
            let name = words.find(key).unwrap_or_default();
            if button(ui, ButtonKind::Plain, &name, &name).clicked() {
                set(by);
            }
        }
        if offset != 0 {
            let back = words.text("clock-back");
            if button(ui, ButtonKind::Plain, &back, &back).clicked() {
                set(0);
            }
        }
    });
    ui.scope(|ui| {
        ui.set_max_width(240.0);
        let field = labelled_field(ui, &words.text("clock-seconds"), &mut form.clock, "clock seconds");
        let typed = form.clock.trim().parse::<i64>().ok().filter(|seconds| seconds.abs() <= FARTHEST);
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            match typed {
                Some(seconds) => set(seconds),
                None => field.request_focus(),
            }
        }
        let say = !form.clock.trim().is_empty() && typed.is_none();
        muted(ui, &if say { words.text("clock-no-number") } else { words.text("clock-enter") });
    });
    ui.separator();
    heading(ui, &words.text("tokens"), 14.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        let expire = words.text("tokens-expire");
        if button(ui, ButtonKind::Plain, &expire, &expire).clicked() {
            actions.push(Action::Sandbox(SandboxAction::ExpireAccessTokens));
        }
        let revoke = words.text("tokens-revoke");
        if button(ui, ButtonKind::Plain, &revoke, &revoke).clicked() {
            actions.push(Action::Sandbox(SandboxAction::RevokeRefreshTokens));
        }
    });
    let done = match shown.done {
        Some((SandboxDone::AccessTokensExpired, at)) => Some(("tokens-expired", at)),
        Some((SandboxDone::RefreshTokensRevoked, at)) => Some(("tokens-revoked", at)),
        Some((SandboxDone::ScenarioPlayed | SandboxDone::Reset, _)) | None => None,
    };
    if let Some((key, at)) = done {
        let said = muted(ui, &words.with_key(key, &[("time", clock(at, around.time_zone).into())]));
        ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
}
