//! The ways of signing in: those there are, and what an unbind leaves of them.

use std::collections::HashMap;

use egui::{Align, Color32, Label, Layout, RichText, Ui};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Words;
use super::text::{day_and_clock, plain};
use super::theme::{Tokens, tokens};
use super::widgets::{Mood, heading, muted, small_muted};
use crate::account::{BindingKey, Change, Evidence, Standing, Verdict, Way, WayStanding, WhatIf};

/// How long an address may be on the screen, in characters.
const ADDRESS_LENGTH: usize = 60;

/// What the panel shows.
#[derive(Clone, Copy, Debug)]
pub struct WaysPanel<'a> {
    /// The ways, in order; `None` until the facts were first read.
    pub ways: Option<&'a [WayStanding]>,
    /// The bindings of which each is the last way in.
    pub last: &'a [BindingKey],
    /// When somebody last signed in through the browser, which does not tell by which way.
    pub browser: Option<Timestamp>,
    /// What the bindings are called.
    pub titles: &'a HashMap<BindingKey, String>,
    /// Where times are told.
    pub time_zone: &'a TimeZone,
}

/// Shows the panel "Ways you can sign in".
pub fn ways_ui(ui: &mut Ui, words: &Words, panel: &WaysPanel<'_>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    heading(ui, &words.text("ways-title"), 14.0);
    let Some(ways) = panel.ways else {
        muted(ui, &words.text("ways-first-load"));
        return;
    };
    let names = Names { words, titles: panel.titles, time_zone: panel.time_zone };
    for way in ways {
        ui.add_space(4.0);
        let name = names.way(way);
        let standing = names.standing(way.standing());
        let spoken = words.with("way-of", &[("way", name.as_str().into()), ("standing", standing.as_str().into())]);
        let shown = format!("{} {standing}", sign(way.standing()));
        row(ui, &name, &shown, colour(way.standing(), tokens(ui)), &spoken);
        small_muted(ui, &names.evidence(way));
    }
    ui.add_space(4.0);
    if let Some(summary) = summary(&names, ways, panel.last) {
        muted(ui, &summary);
    }
    if let Some(at) = panel.browser {
        muted(ui, &words.with("ways-browser", &[("time", day_and_clock(at, panel.time_zone).into())]));
    }
}

/// Shows, within a dialog, what an unbind would leave to sign in with.
pub fn what_if_ui(
    ui: &mut Ui,
    words: &Words,
    what_if: &WhatIf,
    titles: &HashMap<BindingKey, String>,
    time_zone: &TimeZone,
) {
    let names = Names { words, titles, time_zone };
    egui::Frame::new()
        .fill(tokens(ui).code)
        .stroke(egui::Stroke::new(1.0, tokens(ui).line))
        .corner_radius(super::theme::CARD_CORNER)
        .inner_margin(16)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            let title = if what_if.verdict.is_hard_stop() { "what-if-title-stop" } else { "what-if-title" };
            heading(ui, &words.with_key(title, &[]), 14.0);
            for change in &what_if.changes {
                ui.add_space(4.0);
                change_ui(ui, &names, change);
            }
            ui.add_space(6.0);
            verdict(ui, words, what_if.verdict);
        });
}

fn change_ui(ui: &mut Ui, names: &Names<'_>, change: &Change) {
    let words = names.words;
    let name = names.way(&change.after);
    let (before, after) = (names.standing(change.before.standing()), names.standing(change.after.standing()));
    let sign = sign(change.after.standing());
    let values = [("way", name.as_str().into()), ("before", before.as_str().into()), ("after", after.as_str().into())];
    let (shown, spoken) = if change.is_change() {
        let arrow =
            words.with("what-if-change", &[("before", before.as_str().into()), ("after", after.as_str().into())]);
        (format!("{sign} {arrow}"), words.with("way-change-of", &values))
    } else {
        let values = [("way", name.as_str().into()), ("standing", after.as_str().into())];
        (format!("{sign} {after}"), words.with("way-of", &values))
    };
    // A way that is lost stands out from one that never was there.
    let is_lost = change.before.standing().counts() && !change.after.standing().counts();
    let colour = if is_lost { tokens(ui).bad } else { colour(change.after.standing(), tokens(ui)) };
    row(ui, &name, &shown, colour, &spoken);
    small_muted(ui, &names.evidence(&change.after));
}

fn verdict(ui: &mut Ui, words: &Words, verdict: Verdict) {
    match verdict {
        Verdict::Remains => {
            muted(ui, &words.text("what-if-remains"));
        }
        Verdict::OnlyUnknown => {
            Mood::Warning.headline(ui, &words.text("what-if-only-unknown"));
            muted(ui, &words.text("what-if-only-unknown.more"));
        }
        Verdict::Nothing => {
            Mood::Bad.headline(ui, &words.text("what-if-nothing"));
            muted(ui, &words.text("what-if-nothing.more"));
        }
    }
}

/// A name at the left, as wide as there is room, and its standing at the right; heard together.
fn row(ui: &mut Ui, name: &str, standing: &str, colour: Color32, spoken: &str) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            let text = RichText::new(standing).size(13.0).color(colour);
            let standing = ui.add(Label::new(text).extend());
            // A label is read by its value.
            ui.ctx().accesskit_node_builder(standing.id, |node| node.set_value(spoken));
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.add(Label::new(RichText::new(name).size(13.0)).wrap());
            });
        });
    });
}

/// A shape for those who do not tell the colours apart.
fn sign(standing: Standing) -> char {
    match standing {
        Standing::Works => '✓',
        Standing::ShouldWork => '○',
        Standing::Unknown => '?',
        Standing::No => '✗',
    }
}

fn colour(standing: Standing, colours: &Tokens) -> Color32 {
    match standing {
        Standing::Works | Standing::ShouldWork => colours.ok,
        Standing::Unknown => colours.warn,
        Standing::No => colours.mute,
    }
}

/// What it would mean to unbind one of them.
fn summary(names: &Names<'_>, ways: &[WayStanding], last: &[BindingKey]) -> Option<String> {
    if Verdict::of(ways).is_hard_stop() {
        return Some(names.words.text("ways-none").into_owned());
    }
    if !ways.iter().any(|way| matches!(&way.way, Way::ExtIdp(key) if key.ext_idp_id().is_some())) {
        return None;
    }
    if last.is_empty() {
        return Some(names.words.text("ways-any-one").into_owned());
    }
    let separator = names.words.text("ways-list-separator");
    let titles: Vec<_> = last.iter().take(12).filter_map(|key| names.titles.get(key).map(String::as_str)).collect();
    Some(names.words.with_key("ways-last", &[("names", titles.join(&separator).into())]))
}

/// What ways, standings and evidence are called.
struct Names<'a> {
    words: &'a Words,
    titles: &'a HashMap<BindingKey, String>,
    time_zone: &'a TimeZone,
}

impl Names<'_> {
    fn way(&self, way: &WayStanding) -> String {
        let with_address = |bare: &str, to: &str| match &way.address {
            Some(address) => self.words.with_key(to, &[("address", plain(address, ADDRESS_LENGTH).into())]),
            None => self.words.with_key(bare, &[]),
        };
        match &way.way {
            Way::Password => self.words.text("way-password").into_owned(),
            Way::EmailCode => with_address("way-email-code", "way-email-code-to"),
            Way::PhoneCode => with_address("way-phone-code", "way-phone-code-to"),
            Way::ExtIdp(key) => {
                self.titles.get(key).cloned().unwrap_or_else(|| self.words.text("way-ext-idp").into_owned())
            }
            Way::Ldap => self.words.text("way-ldap").into_owned(),
            Way::ActiveDirectory => self.words.text("way-active-directory").into_owned(),
        }
    }

    fn standing(&self, standing: Standing) -> String {
        let key = match standing {
            Standing::Works => "standing-works",
            Standing::ShouldWork => "standing-should-work",
            Standing::Unknown => "standing-unknown",
            Standing::No => "standing-no",
        };
        self.words.with_key(key, &[])
    }

    fn evidence(&self, way: &WayStanding) -> String {
        let is_phone = way.way == Way::PhoneCode;
        let email_or_phone = |email: &'static str, phone: &'static str| if is_phone { phone } else { email };
        let (key, at) = match way.evidence {
            Evidence::SignedIn { at } => ("evidence-signed-in", Some(at)),
            Evidence::PasswordSet => ("evidence-password-set", None),
            Evidence::BoundAndEnabled => ("evidence-bound-and-enabled", None),
            Evidence::NotTold if way.way == Way::Password => ("evidence-password-not-told", None),
            Evidence::NotTold => (email_or_phone("evidence-email-not-told", "evidence-phone-not-told"), None),
            Evidence::CodeNotSeen { verified: Some(false) } => {
                (email_or_phone("evidence-email-not-seen.unverified", "evidence-phone-not-seen.unverified"), None)
            }
            Evidence::CodeNotSeen { .. } => {
                (email_or_phone("evidence-email-not-seen", "evidence-phone-not-seen"), None)
            }
            Evidence::FactsDisagree => (email_or_phone("evidence-email-disagree", "evidence-phone-disagree"), None),
            Evidence::EnabledNotRead => ("evidence-enabled-not-read", None),
            Evidence::WithoutExtIdpId => ("evidence-without-id", None),
            Evidence::OneOfSeveralUnbound { at } => ("evidence-one-of-several", Some(at)),
            Evidence::PasswordNotSet { signed_in: None } => ("evidence-no-password", None),
            Evidence::PasswordNotSet { signed_in } => ("evidence-no-password.seen", signed_in),
            Evidence::NotBound { signed_in: None } => (email_or_phone("evidence-no-email", "evidence-no-phone"), None),
            Evidence::NotBound { signed_in } => {
                (email_or_phone("evidence-no-email.seen", "evidence-no-phone.seen"), signed_in)
            }
            Evidence::NotEnabledHere { signed_in: None } => ("evidence-not-enabled", None),
            Evidence::NotEnabledHere { signed_in } => ("evidence-not-enabled.seen", signed_in),
            Evidence::Unbound => ("evidence-unbound", None),
        };
        match at {
            Some(at) => self.words.with_key(key, &[("time", day_and_clock(at, self.time_zone).into())]),
            None => self.words.with_key(key, &[]),
        }
    }
}
