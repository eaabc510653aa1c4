//! The row of fields by which the history is looked through.

use egui::accesskit::Live;
use egui::{Align, Layout, RichText, Ui, Vec2};

use super::Around;
use super::outcome::outcome_key;
use crate::app::{Action, ActivityAction, ActivityFilter, History, OutcomeFilter, WhoseActivity};
use crate::ledger::{KnownAccount, Outcome};
use crate::ui::Words;
use crate::ui::text::{plain, shortened};
use crate::ui::theme::{CONTROL_HEIGHT, tokens};
use crate::ui::widgets::{choose, hinted_field, link_button};

/// How long a name in a list of choices may be, in characters.
const LONGEST: usize = 48;

/// Shows the fields; what is chosen or typed is asked for at once.
pub(super) fn filter_ui(ui: &mut Ui, words: &Words, history: &History, around: Around<'_>, actions: &mut Vec<Action>) {
    let before = &around.activity.filter;
    let mut filter = before.clone();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let height = CONTROL_HEIGHT + 6.0;
        let field = |ui: &mut Ui, width: f32, name: &str, text: &mut String, salt: &str| {
            let layout = Layout::top_down(Align::Min);
            ui.allocate_ui_with_layout(Vec2::new(width, height), layout, |ui| {
                ui.set_width(width);
                hinted_field(ui, name, text, salt);
            });
        };
        field(ui, 200.0, &words.text("activity-search"), &mut filter.text, "activity search");
        field(ui, 90.0, &words.text("activity-code"), &mut filter.code, "activity code");
        if history.accounts.len() > 1 || filter.account != WhoseActivity::Shown {
            whose(ui, words, history, around, &mut filter);
        }
        provider(ui, words, history, &mut filter);
        outcome(ui, words, &mut filter);
        if before.restricts() {
            let clear = words.text("activity-clear");
            if link_button(ui, &clear, &clear).clicked() {
                filter = ActivityFilter { account: filter.account.clone(), ..ActivityFilter::default() };
            }
        }
    });
    if filter.code().is_err() {
        let said = RichText::new(words.text("activity-not-a-code")).size(13.0).color(tokens(ui).bad);
        let said = ui.add(egui::Label::new(said).wrap());
        ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
    }
    if filter != *before {
        actions.push(Action::Activity(ActivityAction::Filter(filter)));
    }
}

fn whose(ui: &mut Ui, words: &Words, history: &History, around: Around<'_>, filter: &mut ActivityFilter) {
    let mut choices = vec![
        (WhoseActivity::Shown, words.text("activity-this-account").into_owned()),
        (WhoseActivity::Everyone, words.text("activity-every-account").into_owned()),
    ];
    let others = history.accounts.iter().filter(|known| Some(&known.account) != around.account);
    choices.extend(others.map(|known| (WhoseActivity::Account(known.account.clone()), account_words(known))));
    let chosen = choices.iter().find(|(whose, _)| *whose == filter.account).map(|(_, name)| name.clone());
    let chosen = chosen.unwrap_or_else(|| words.text("activity-another-account").into_owned());
    choose(ui, &words.text("activity-account"), &chosen, &choices, &mut filter.account, "activity account");
}

/// What an account is called, and where it is.
fn account_words(known: &KnownAccount) -> String {
    let of = &known.account;
    let name = known.name.as_deref().map_or_else(|| shortened(&of.subject, 14), |name| plain(name, LONGEST));
    format!("{name} · {} · {}", plain(&of.host, LONGEST), shortened(&of.app_id, 9))
}

fn provider(ui: &mut Ui, words: &Words, history: &History, filter: &mut ActivityFilter) {
    let any = words.text("activity-any-provider").into_owned();
    let mut choices = vec![(None, any)];
    choices.extend(history.ext_idps.iter().map(|known| {
        let name = if known.title.trim().is_empty() { &known.provider } else { &known.title };
        let name = format!("{} · {}", plain(name, LONGEST), shortened(&known.ext_idp_id, 13));
        (Some(known.ext_idp_id.clone()), name)
    }));
    let chosen = choices.iter().find(|(id, _)| *id == filter.ext_idp_id).map(|(_, name)| name.clone());
    let chosen = chosen.or_else(|| filter.ext_idp_id.as_deref().map(|id| shortened(id, 13))).unwrap_or_default();
    choose(ui, &words.text("activity-provider"), &chosen, &choices, &mut filter.ext_idp_id, "activity provider");
}

fn outcome(ui: &mut Ui, words: &Words, filter: &mut ActivityFilter) {
    let sorts = [
        (OutcomeFilter::Any, words.text("activity-any-outcome")),
        (OutcomeFilter::Done, words.text("activity-done")),
        (OutcomeFilter::NotDone, words.text("activity-not-done")),
        (OutcomeFilter::Unsure, words.text("activity-unsure")),
    ];
    let mut choices: Vec<_> = sorts.into_iter().map(|(sort, name)| (sort, name.into_owned())).collect();
    choices.extend(Outcome::ALL.into_iter().map(|outcome| {
        (OutcomeFilter::One(outcome), words.find(outcome_key(outcome)).unwrap_or_default().into_owned())
    }));
    let chosen = choices.iter().find(|(sort, _)| *sort == filter.outcome).map(|(_, name)| name.clone());
    let (name, chosen) = (words.text("receipt-outcome"), chosen.unwrap_or_default());
    choose(ui, &name, &chosen, &choices, &mut filter.outcome, "activity outcome");
}
