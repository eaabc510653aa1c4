//! A bind under way: how far it is, and what can be done meanwhile.

use egui::Ui;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::not_kept;
use crate::app::{Action, BindAction, BindStage, BindTracker};
use crate::ui::Words;
use crate::ui::explain::{Purpose, explain};
use crate::ui::names::connection_name;
use crate::ui::sign_in::{PATIENCE, by_hand, not_opened};
use crate::ui::text::{clock, minutes_and_seconds};
use crate::ui::widgets::{
    ButtonKind, Mood, StepStanding, banner, button, heading, muted, small_muted, step_line, tile,
};

/// Shows it.
pub(super) fn tracker_ui(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    tracker: &BindTracker,
    (host, now, time_zone): (&str, Timestamp, &TimeZone),
) -> Vec<Action> {
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        tile(ui, &tracker.connection.provider, title, 38.0, false);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            heading(ui, &words.with("bind-binding", &[("name", title.into())]), 14.0);
            let connection = connection_name(words, &tracker.connection);
            muted(ui, &words.with("bind-binding-through", &[("connection", connection.into())]));
        });
    });
    steps(ui, words, title, tracker);
    times(ui, words, tracker, now, time_zone);
    hints(ui, words, title, tracker, (host, now));
    ui.add_space(2.0);
    buttons(ui, words, title, tracker)
}

fn steps(ui: &mut Ui, words: &Words, title: &str, tracker: &BindTracker) {
    let at = match &tracker.stage {
        BindStage::MakingLink => 0,
        BindStage::Opening => 1,
        BindStage::Waiting => 2,
        BindStage::Ended(_) => 3,
    };
    let steps = [
        words.text("bind-step-link").into_owned(),
        words.text("bind-step-browser").into_owned(),
        words.with("bind-step-provider", &[("name", title.into())]),
        words.text("bind-step-bound").into_owned(),
    ];
    for (step, text) in steps.iter().enumerate() {
        let (standing, said) = match step.cmp(&at) {
            std::cmp::Ordering::Less => (StepStanding::Done, words.text("sign-in-step-done")),
            std::cmp::Ordering::Equal => (StepStanding::Running, words.text("sign-in-step-running")),
            std::cmp::Ordering::Greater => (StepStanding::Ahead, words.text("sign-in-step-ahead")),
        };
        step_line(ui, standing, text, &said);
    }
}

fn times(ui: &mut Ui, words: &Words, tracker: &BindTracker, now: Timestamp, time_zone: &TimeZone) {
    let times = [("waited", tracker.waited(now)), ("limit", tracker.deadline)];
    let times = times.map(|(name, time)| (name, minutes_and_seconds(time).into()));
    let mut said = words.with("sign-in-waited", &times);
    if let Some(at) = tracker.looked {
        said.push_str(" · ");
        said.push_str(&words.with("bind-looked", &[("time", clock(at, time_zone).into())]));
    }
    small_muted(ui, &said);
}

/// What the person should know while it goes on.
fn hints(ui: &mut Ui, words: &Words, title: &str, tracker: &BindTracker, (host, now): (&str, Timestamp)) {
    if let Some(error) = &tracker.unreadable {
        let what = explain(words, error, host, Purpose::Read).what;
        banner(ui, Mood::Warning, &words.text("bind-list-unreadable"), &[&what], |_| {});
    } else if tracker.looked_in_vain {
        let more = words.with("bind-may-have-happened", &[("name", title.into())]);
        banner(ui, Mood::Warning, &words.text("bind-looked-in-vain"), &[&more], |_| {});
    }
    if let Some(trouble) = &tracker.not_kept {
        not_kept(ui, words, trouble);
    }
    let late = tracker.stage == BindStage::Opening && tracker.waited(now) >= PATIENCE;
    match (&tracker.not_opened, &tracker.address) {
        (Some(reason), Some(address)) => not_opened(ui, words, reason, address),
        // The system says that it opened one, and nothing came of it.
        (None, Some(address)) if late => {
            muted(ui, &words.text("sign-in-not-opened.more"));
            by_hand(ui, words, address);
        }
        _ => {}
    }
}

fn buttons(ui: &mut Ui, words: &Words, title: &str, tracker: &BindTracker) -> Vec<Action> {
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        let named = |key: &str| words.with_key(key, &[("name", title.into())]);
        if tracker.is_away() {
            let (check, name) = match tracker.asked_to_look {
                true => (words.text("bind-looking"), named("bind-look-now.name")),
                false => (words.text("bind-look-now"), named("bind-look-now.name")),
            };
            // It stays usable while looking, so that it keeps the keyboard; a second press does nothing then.
            if button(ui, ButtonKind::Primary, &check, &name).clicked() {
                asked = Some(BindAction::LookNow(tracker.number));
            }
            let again = words.text("sign-in-open-again");
            if button(ui, ButtonKind::Plain, &again, &named("bind-open-again")).clicked() {
                asked = Some(BindAction::OpenAgain(tracker.number));
            }
        }
        let cancel = words.text("cancel");
        if button(ui, ButtonKind::Ghost, &cancel, &named("bind-cancel")).clicked() {
            asked = Some(BindAction::Cancel(tracker.number));
        }
    });
    asked.map(Action::Bind).into_iter().collect()
}
