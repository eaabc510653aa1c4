//! A receipt: what an unbind came to, what the API answered, what that means, and what the list said afterwards.

use std::fmt::Write as _;
use std::time::Duration;

use egui::Ui;
use egui::accesskit::Live;
use fluent_bundle::FluentValue;
use jiff::tz::TimeZone;

use super::connection_card::{Keyboard, Surroundings};
use super::connections::{ConnectionsForm, Copied};
use super::explain::{Explanation, Purpose, code_facts, explain};
use super::text::{clock, plain, stamp};
use super::widgets::{ButtonKind, Mood, button, facts as fact_row, link_button, mono, muted, small_muted, soft_frame};
use super::{Words, provider_page_ui};
use crate::account::{Listed, LostCause, Outcome, ProviderPage, Receipt, Reply, provider_page};
use crate::app::{Action, BindAction, BindAgain, LastCall};
use crate::genauth::{Attempt, Error};

/// Shows a receipt on its card.
pub(super) fn receipt_ui(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    receipt: &Receipt,
    around: Surroundings<'_>,
    keyboard: &mut Keyboard,
    form: &mut ConnectionsForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let Surroundings { time_zone, reading, looking, unopened, .. } = around;
    soft_frame(ui, mood(receipt.outcome(), &receipt.reply), |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        headline(ui, words, title, receipt);
        let explanation = meaning(words, receipt);
        let mut facts = decisive_facts(words, receipt);
        facts.push((words.text("receipt-when").into_owned(), clock(receipt.when, time_zone)));
        for extra in &explanation.facts {
            if !facts.contains(extra) {
                facts.push(extra.clone());
            }
        }
        fact_row(ui, &facts);
        if !explanation.what.is_empty() {
            muted(ui, &explanation.what);
        }
        if !explanation.next.is_empty() && receipt.listed != Listed::Gone {
            muted(ui, &explanation.next);
        }
        if let Some(excerpt) = &explanation.excerpt {
            mono(ui, excerpt);
        }
        muted(ui, &check_words(words, title, receipt, reading, time_zone));
        if looking && receipt.listed != Listed::NotReadYet {
            muted(ui, &words.text("check-looking"));
        }
        if receipt.is_gone() {
            what_goes_on(ui, words, title, receipt, unopened, &mut actions);
            if let Some(key) = around.again.filter(|_| !receipt.superseded).and_then(why_not_again) {
                muted(ui, &words.with_key(key, &[("name", title.into())]));
            }
        }
        if receipt.attempts.len() > 1 {
            attempts(ui, words, &receipt.attempts);
        }
        let mut row = Row { words, title, receipt, time_zone, keyboard, form, actions: &mut actions };
        row.show(ui, around);
    });
    actions
}

/// What an unbind does not end: the grant at the provider, and other sessions of this account.
fn what_goes_on(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    receipt: &Receipt,
    unopened: Option<&'static str>,
    actions: &mut Vec<Action>,
) {
    let provider = receipt.binding.provider.as_str();
    if provider_page_ui(ui, words, title, provider).is_some() {
        actions.push(Action::OpenProviderPage(provider.to_owned()));
    }
    if let Some(address) = unopened.filter(|address| provider_page(provider) == Some(ProviderPage::Web(address))) {
        muted(ui, &words.with("provider-page-not-opened", &[("address", address.into())]));
    }
    muted(ui, &words.text("receipt-sessions-go-on"));
}

/// What to say where a binding that is gone cannot be bound once more.
fn why_not_again(again: BindAgain) -> Option<&'static str> {
    match again {
        BindAgain::Offered => None,
        BindAgain::UnderWay => Some("bind-again-under-way"),
        BindAgain::NotEnabled => Some("bind-again-not-enabled"),
        BindAgain::SessionOver => Some("bind-again-over"),
        BindAgain::Offline => Some("bind-again-offline"),
    }
}

/// The outcome; assistive technology hears for which binding.
fn headline(ui: &mut Ui, words: &Words, title: &str, receipt: &Receipt) {
    let outcome = receipt.outcome();
    let text = words.find(outcome_key(outcome, &receipt.reply)).unwrap_or_default();
    let response = mood(outcome, &receipt.reply).headline(ui, &text);
    let spoken = words.with("outcome-of", &[("name", title.into()), ("outcome", text.into())]);
    // A label is read by its value.
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(spoken));
}

/// The colour of an outcome: good where the binding is gone, or the unbind accepted and only not checked yet.
fn mood(outcome: Outcome, reply: &Reply) -> Mood {
    match outcome {
        Outcome::AcceptedGone | Outcome::LostGone | Outcome::RefusedGone => Mood::Good,
        Outcome::NotChecked => match reply {
            Reply::Accepted => Mood::Good,
            Reply::Refused(_) => Mood::Bad,
            Reply::Lost(_) => Mood::Warning,
        },
        Outcome::AcceptedPartlyGone
        | Outcome::AcceptedAllThere
        | Outcome::AcceptedUnreadable
        | Outcome::RefusedPartlyGone
        | Outcome::LostPartlyGone
        | Outcome::LostUnreadable => Mood::Warning,
        Outcome::RefusedAllThere | Outcome::RefusedUnreadable | Outcome::LostAllThere => Mood::Bad,
    }
}

fn outcome_key(outcome: Outcome, reply: &Reply) -> &'static str {
    match outcome {
        Outcome::AcceptedGone => "outcome-accepted-gone",
        Outcome::AcceptedPartlyGone => "outcome-accepted-partly",
        Outcome::AcceptedAllThere => "outcome-accepted-there",
        Outcome::AcceptedUnreadable => "outcome-accepted-unreadable",
        Outcome::RefusedGone => "outcome-refused-gone",
        Outcome::RefusedPartlyGone => "outcome-refused-partly",
        Outcome::RefusedAllThere => "outcome-refused-there",
        Outcome::RefusedUnreadable => "outcome-refused-unreadable",
        Outcome::LostGone => "outcome-lost-gone",
        Outcome::LostPartlyGone => "outcome-lost-partly",
        Outcome::LostAllThere => "outcome-lost-there",
        Outcome::LostUnreadable => "outcome-lost-unreadable",
        Outcome::NotChecked => match reply {
            Reply::Accepted => "outcome-accepted",
            Reply::Refused(_) => "outcome-refused",
            Reply::Lost(_) => "outcome-lost",
        },
    }
}

/// What the answer means and what to do.
fn meaning(words: &Words, receipt: &Receipt) -> Explanation {
    match &receipt.reply {
        Reply::Accepted => Explanation { what: words.text("status-200").into_owned(), ..Explanation::default() },
        Reply::Refused(error) | Reply::Lost(LostCause::Failed(error)) => {
            explain(words, error, &receipt.space, Purpose::Unbind)
        }
        Reply::Lost(LostCause::StoppedWaiting) => {
            Explanation { what: words.text("lost-stopped-waiting").into_owned(), ..Explanation::default() }
        }
        Reply::Lost(LostCause::ProgramEnded) => {
            let checking = receipt.listed == Listed::NotReadYet;
            let key = if checking { "lost-program-ended.checking" } else { "lost-program-ended" };
            Explanation { what: words.with_key(key, &[]), ..Explanation::default() }
        }
        Reply::Lost(LostCause::Crashed) => Explanation {
            what: words.text("error-crashed").into_owned(),
            next: words.text("error-crashed.next").into_owned(),
            ..Explanation::default()
        },
    }
}

fn decisive_facts(words: &Words, receipt: &Receipt) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(attempt) = receipt.decisive_attempt() {
        facts = attempt_facts(words, attempt);
    }
    facts.push((words.text("fact-took").into_owned(), took(words, receipt.took)));
    facts
}

fn attempt_facts(words: &Words, attempt: &Attempt) -> Vec<(String, String)> {
    let http = attempt.http_status.map(|status| (words.text("fact-http").into_owned(), status.to_string()));
    let rest = code_facts(
        words,
        attempt.status_code,
        attempt.api_code,
        attempt.message.as_deref(),
        attempt.request_id.as_deref(),
    );
    http.into_iter().chain(rest).collect()
}

/// How long something took: in milliseconds below ten seconds, and in tenths of them below ten.
pub(super) fn took(words: &Words, took: Duration) -> String {
    let (key, count) = match took.as_millis() {
        0..10 => ("took-milliseconds", format!("{}.{}", took.as_millis(), took.as_micros() % 1000 / 100)),
        10..10_000 => ("took-milliseconds", took.as_millis().to_string()),
        _ => ("took-seconds", took.as_secs().to_string()),
    };
    words.with_key(key, &[("count", FluentValue::from(count))])
}

/// What the list, read again, said about it.
fn check_words(words: &Words, title: &str, receipt: &Receipt, reading: bool, time_zone: &TimeZone) -> String {
    let at = receipt.listed_at.map_or_else(String::new, |at| clock(at, time_zone));
    let values = |count: usize| [("name", title.into()), ("time", at.as_str().into()), ("count", count.into())];
    match receipt.listed {
        Listed::NotReadYet if reading => words.text("check-reading").into_owned(),
        Listed::NotReadYet => words.text("check-not-read").into_owned(),
        Listed::Gone => words.with("check-gone", &values(0)[..2]),
        Listed::PartlyGone { left } => words.with("check-partly", &values(left)),
        Listed::AllThere => words.with("check-there", &values(0)[..2]),
        Listed::Unreadable => words.with("check-unreadable", &values(0)[1..2]),
    }
}

/// Every request that was made for it, where there was more than one.
fn attempts(ui: &mut Ui, words: &Words, attempts: &[Attempt]) {
    small_muted(ui, &words.with("receipt-requests", &[("count", attempts.len().into())]));
    for attempt in attempts {
        mono(ui, &attempt_line(words, attempt));
    }
}

/// One request on one line: method, path, codes and how long it took.
pub(super) fn attempt_line(words: &Words, attempt: &Attempt) -> String {
    let mut line = format!("{} {}", attempt.method, plain(&attempt.path, 120));
    match attempt.http_status {
        Some(status) => {
            let _ = write!(line, " · HTTP {status}");
        }
        None => {
            let _ = write!(line, " · {}", words.text("no-answer"));
        }
    }
    for code in [attempt.status_code, attempt.api_code].into_iter().flatten() {
        let _ = write!(line, " · {code}");
    }
    let _ = write!(line, " · {}", took(words, attempt.took));
    line
}

/// The row of a receipt's buttons.
struct Row<'a> {
    words: &'a Words,
    title: &'a str,
    receipt: &'a Receipt,
    time_zone: &'a TimeZone,
    keyboard: &'a mut Keyboard,
    form: &'a mut ConnectionsForm,
    actions: &'a mut Vec<Action>,
}

impl Row<'_> {
    fn show(&mut self, ui: &mut Ui, around: Surroundings<'_>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            self.way_on(ui, around);
            let receipt = self.receipt;
            if self.copy(ui, Copied::Receipt(receipt.number)) {
                ui.ctx().copy_text(receipt_text(self.words, self.title, receipt, self.time_zone));
            }
            if let Some(id) = receipt.decisive_attempt().and_then(|attempt| attempt.request_id.as_ref())
                && self.copy(ui, Copied::RequestId(receipt.number))
            {
                ui.ctx().copy_text(id.clone());
            }
            let (words, name) = (self.words, self.name());
            let dismiss =
                link_button(ui, &words.text("dismiss"), &words.with("dismiss.name", &[("name", name.into())]));
            self.keyboard.offer(&dismiss);
            if dismiss.clicked() {
                self.actions.push(Action::DismissReceipt { number: receipt.number });
            }
        });
    }

    /// What the buttons call the receipt; an earlier one's have names of their own beside those of the newest.
    fn name(&self) -> String {
        if self.receipt.superseded {
            let number = self.receipt.number.into();
            self.words.with("receipt-earlier", &[("name", self.title.into()), ("number", number)])
        } else {
            self.title.to_owned()
        }
    }

    /// What there is to do next: on the newest receipt of a binding only.
    fn way_on(&mut self, ui: &mut Ui, around: Surroundings<'_>) {
        let receipt = self.receipt;
        if receipt.superseded {
            return;
        }
        let signed_out = receipt.reply.error().is_some_and(Error::is_lack_of_sign_in);
        let (shown, name, action) = if receipt.is_gone() {
            if around.again != Some(BindAgain::Offered) || around.leaving {
                return;
            }
            let again = BindAction::Again { receipt: receipt.number, title: self.title.to_owned() };
            ("bind-again", "bind-again.name", Action::Bind(again))
        } else if signed_out || around.over {
            ("sign-in-again", "sign-in-again.after", Action::SignInAgain)
        } else if !around.reading {
            ("check-again", "check-again.name", Action::Refresh)
        } else {
            return;
        };
        let (words, title) = (self.words, self.title);
        let name = words.with_key(name, &[("name", title.into())]);
        let response = button(ui, ButtonKind::Plain, &words.find(shown).unwrap_or_default(), &name);
        if receipt.is_gone() {
            // Whoever pressed once too often has not asked for that.
            self.keyboard.follow(&response);
        } else {
            self.keyboard.offer(&response);
        }
        if response.clicked() {
            self.actions.push(action);
        }
    }

    /// A button that copies, and then says that it did.
    fn copy(&mut self, ui: &mut Ui, what: Copied) -> bool {
        let words = self.words;
        let (key, name_key) = match what {
            Copied::Receipt(_) => ("copy-receipt", "copy-receipt.name"),
            Copied::RequestId(_) => ("copy-request-id", "copy-request-id.name"),
        };
        let done = self.form.copied == Some(what);
        let shown = if done { words.text("copied") } else { words.find(key).unwrap_or_default() };
        let name = words.with_key(name_key, &[("name", self.name().into())]);
        let name = if done { words.with("copied.name", &[("what", name.into())]) } else { name };
        let response = link_button(ui, &shown, &name);
        self.keyboard.offer(&response);
        if done {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
        }
        if response.clicked() {
            self.form.copied = Some(what);
        }
        response.clicked()
    }
}

/// A receipt as text, to be pasted into a report: everything that the card says, with whole ids.
pub fn receipt_text(words: &Words, title: &str, receipt: &Receipt, time_zone: &TimeZone) -> String {
    let mut text = String::new();
    let outcome = words.find(outcome_key(receipt.outcome(), &receipt.reply)).unwrap_or_default();
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(text, "{}\t{value}", words.text(key));
    };
    line("receipt-what", &words.with("receipt-unbind", &[("name", title.into())]));
    line("receipt-outcome", &outcome);
    line("receipt-when", &stamp(receipt.when));
    line("receipt-space", &receipt.space);
    if let Some(user_id) = &receipt.user_id {
        line("receipt-account", user_id);
    }
    let id = receipt.binding.ext_idp_id().unwrap_or_default();
    line("receipt-sent", &words.with("fact-ext-idp-id", &[("id", id.into())]));
    let identities: Vec<_> = receipt.binding.identities.iter().map(|identity| identity.identity_id.as_str()).collect();
    line("receipt-identities", &identities.join(", "));
    for (label, value) in decisive_facts(words, receipt) {
        let _ = writeln!(text, "{label}\t{value}");
    }
    let meaning = meaning(words, receipt);
    let _ = writeln!(text, "{}\t{}", words.text("receipt-meaning"), meaning.what);
    if receipt.listed != Listed::NotReadYet {
        let _ =
            writeln!(text, "{}\t{}", words.text("receipt-check"), check_words(words, title, receipt, false, time_zone));
    }
    for attempt in &receipt.attempts {
        let _ = writeln!(text, "{}\t{}", stamp(attempt.started_at), attempt_line(words, attempt));
    }
    text
}

/// What the last call came to, on one line: the request, what was answered, and what it means.
pub(super) fn last_call_words(words: &Words, call: &LastCall, host: &str) -> String {
    let attempt = &call.attempt;
    let mut line = attempt_line(words, attempt);
    for (label, value) in code_facts(words, None, None, attempt.message.as_deref(), attempt.request_id.as_deref()) {
        let _ = write!(line, " · {label} {value}");
    }
    let purpose = if attempt.path.ends_with("/unlink-extidp") { Purpose::Unbind } else { Purpose::Read };
    let meaning = match &call.error {
        Some(error) => Some(explain(words, error, host, purpose).what),
        None => attempt.status_code.map(|_| words.text("status-200").into_owned()),
    };
    meaning.map_or(line.clone(), |meaning| format!("{line} · {meaning}"))
}
