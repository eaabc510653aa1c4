//! Who is signed in.

use egui::{Ui, Vec2};
use jiff::Timestamp;

use super::{SessionForm, row};
use crate::app::{Home, State};
use crate::genauth::Profile;
use crate::ui::Words;
use crate::ui::text::{day_and_clock, plain};
use crate::ui::theme::{card, tokens};
use crate::ui::widgets::{heading, link_button, mono, muted, round_initials, small_muted};

/// How long a name may be on the screen, in characters.
const LONGEST: usize = 80;

/// Shows the account: from the service, or, until it has answered, as far as the ID token tells.
pub(super) fn account_ui(ui: &mut Ui, words: &Words, state: &State, home: &Home, form: &mut SessionForm) {
    let known = &home.session.account;
    let profile = home.profile.get();
    let name = profile
        .map(|profile| profile.display_name().to_owned())
        .or_else(|| known.name.clone().or_else(|| known.login.clone()))
        .map(|name| plain(&name, LONGEST));
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(12.0, 2.0);
            round_initials(ui, name.as_deref().unwrap_or("…"), 44.0);
            ui.vertical(|ui| {
                match &name {
                    Some(name) => heading(ui, name, 16.0),
                    None if home.profile.pending => muted(ui, &words.text("profile-loading")),
                    None => muted(ui, &words.text("profile-unknown")),
                };
                match (profile, home.profile.pending) {
                    (None, true) if name.is_some() => small_muted(ui, &words.text("profile-loading")),
                    (None, false) if name.is_some() => small_muted(ui, &words.text("session-by-id-token")),
                    (Some(_), _) if home.profile.failure.is_some() => {
                        let at = home.profile.as_of().map(|at| day_and_clock(at, &state.time_zone));
                        small_muted(ui, &words.with("as-of", &[("time", at.unwrap_or_default().into())]))
                    }
                    _ => small_muted(ui, &where_words(words, state)),
                };
            });
        });
        ui.add_space(4.0);
        match profile {
            Some(profile) => profile_ui(ui, words, state, profile, form),
            None => user_id_ui(ui, words, &known.subject, form),
        }
    });
}

fn where_words(words: &Words, state: &State) -> String {
    state.space.as_ref().map_or_else(String::new, |space| {
        let title = crate::ui::spaces::shown_title(words, space);
        if title == space.host { title } else { format!("{title} · {}", space.host) }
    })
}

fn profile_ui(ui: &mut Ui, words: &Words, state: &State, profile: &Profile, form: &mut SessionForm) {
    let phone = profile.phone.as_ref().map(|phone| match &profile.phone_country_code {
        Some(code) if !phone.starts_with('+') => format!("{code} {phone}"),
        _ => phone.clone(),
    });
    for (label, value, verified) in [
        (words.text("session-username"), &profile.username, None),
        (words.text("session-email"), &profile.email, profile.email_verified),
        (words.text("session-phone"), &phone, profile.phone_verified),
    ] {
        let Some(value) = value else { continue };
        row(ui, &label, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.add(egui::Label::new(egui::RichText::new(plain(value, LONGEST)).size(13.0)).wrap());
                match verified {
                    Some(true) => small_muted(ui, &words.text("session-is-verified")),
                    Some(false) => small_muted(ui, &words.text("session-is-not-verified")),
                    None => return,
                };
            });
        });
    }
    user_id_ui(ui, words, &profile.user_id, form);
    if let Some(said) = last_login(words, state, profile) {
        row(ui, &words.text("session-last-login"), |ui| {
            ui.add(egui::Label::new(egui::RichText::new(said).size(13.0)).wrap());
        });
    }
}

fn user_id_ui(ui: &mut Ui, words: &Words, user_id: &str, form: &mut SessionForm) {
    if user_id.is_empty() {
        return;
    }
    row(ui, &words.text("session-user-id"), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            mono(ui, &plain(user_id, LONGEST));
            let (shown, name) = if form.copied {
                (words.text("copied"), words.text("session-copied-user-id"))
            } else {
                (words.text("session-copy"), words.text("session-copy.user-id"))
            };
            if link_button(ui, &shown, &name).clicked() {
                ui.ctx().copy_text(user_id.to_owned());
                form.copied = true;
                ui.ctx().request_repaint();
            }
        });
    });
}

/// When and from where the last sign-in was, and how many there were; what the service did not say is left out.
fn last_login(words: &Words, state: &State, profile: &Profile) -> Option<String> {
    let time = profile.last_login.as_ref().map(|came| match came.parse::<Timestamp>() {
        Ok(at) => day_and_clock(at, &state.time_zone),
        Err(_) => plain(came, LONGEST),
    });
    let from = profile.last_ip.as_ref().map(|ip| words.with("session-from", &[("ip", plain(ip, 60).into())]));
    let count = profile.logins_count.map(|count| words.with("session-logins", &[("count", count.into())]));
    let parts: Vec<_> = [time, from, count].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
