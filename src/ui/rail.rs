//! The rail: the screens that work, and the account at the bottom.

use egui::{Frame, Margin, Panel, Ui, Vec2};

use super::Words;
use super::opening::switch_link;
use super::spaces::shown_title;
use super::text::{plain, shortened};
use super::theme::tokens;
use super::widgets::{ButtonKind, behind_modal, brand_mark, button, rail_entry, round_initials, semibold, small_muted};
use crate::app::{Action, Home, Screen, SpaceShown, State};

/// Shows the rail.
///
/// `behind` says that a dialog lies above it.
pub fn rail_ui(ui: &mut Ui, words: &Words, state: &State, home: &Home, behind: bool) -> Vec<Action> {
    let mut actions = Vec::new();
    let colours = tokens(ui);
    let width = if ui.ctx().content_rect().width() < 900.0 { 168.0 } else { 208.0 };
    let frame = Frame::new().fill(colours.rail).inner_margin(Margin { left: 10, right: 10, top: 14, bottom: 12 });
    Panel::left("rail").exact_size(width).resizable(false).frame(frame).show(ui, |ui| {
        if behind {
            behind_modal(ui);
        }
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            brand_mark(ui, 22.0);
            semibold(ui, "Bindery", 16.0);
        });
        ui.add_space(8.0);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            // Before the first read there is no count to tell.
            let count = home.connections.identities.get().map(|_| home.connections.bindings().len().to_string());
            let mut entry = |name: &str, aside: Option<&str>, screen| {
                if rail_entry(ui, name, aside, state.screen == screen).clicked() {
                    actions.push(Action::ShowScreen(screen));
                }
            };
            entry(&words.text("connections"), count.as_deref(), Screen::Connections);
            entry(&words.text("activity"), None, Screen::Activity);
            entry(&words.text("inspector"), None, Screen::Inspector);
            entry(&words.text("session"), None, Screen::Session);
            if let Some(sandbox) = &state.sandbox {
                let aside = if sandbox.seen.running { words.text("sandbox-on") } else { words.text("sandbox-off") };
                entry(&words.text("sandbox"), Some(&aside), Screen::Sandbox);
            }
        });
        Panel::bottom("account").resizable(false).show_separator_line(false).frame(Frame::NONE).show(ui, |ui| {
            actions.extend(account(ui, words, home, state.space.as_ref()));
        });
    });
    actions
}

/// Who is signed in and where, with the way out.
fn account(ui: &mut Ui, words: &Words, home: &Home, space: Option<&SpaceShown>) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.separator();
    let name = home.profile.get().map(|profile| plain(profile.display_name(), 40));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 2.0);
        ui.add_space(4.0);
        let shown = name.clone().unwrap_or_else(|| "…".to_owned());
        round_initials(ui, &shown, 34.0);
        ui.vertical(|ui| {
            match (&name, home.profile.pending) {
                (Some(name), _) => semibold(ui, name, 14.0),
                (None, true) => small_muted(ui, &words.text("profile-loading")),
                (None, false) => small_muted(ui, &words.text("profile-unknown")),
            };
            if let Some(email) = home.profile.get().and_then(|profile| profile.email.as_deref()) {
                small_muted(ui, &plain(email, 60));
            }
            if let Some(space) = space {
                let name = shown_title(words, space);
                let app = words.with("rail-app", &[("id", shortened(&space.app_id, 9).into())]);
                small_muted(ui, &format!("{name} · {app}")).on_hover_text(plain(&space.app_id, 80));
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        // In line with the text of the button below.
        ui.add_space(12.0);
        switch_link(ui, words, &mut actions);
    });
    let sign_out = words.text("sign-out");
    let clicked =
        ui.add_enabled_ui(!home.signing_out, |ui| button(ui, ButtonKind::Ghost, &sign_out, &sign_out).clicked()).inner;
    if clicked {
        actions.push(Action::SignOut);
    }
    actions
}
