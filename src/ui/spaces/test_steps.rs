//! What trying an account space came to, step by step.

use egui::Ui;

use super::super::Words;
use super::super::explain::{Explanation, Purpose, explain};
use super::super::opening::{client_error, space_trouble};
use super::super::text::plain;
use super::super::theme::{card, tokens};
use super::super::widgets::{Mood, explanation as explanation_rest, facts, muted};
use crate::app::{Found, SpaceTest, TestFailure, TestStep, TestedStep};
use crate::genauth::Error;

/// Shows the steps that were begun, and what the last one means.
pub(super) fn test_ui(ui: &mut Ui, words: &Words, test: &SpaceTest) {
    let response = ui.scope(|ui| {
        card(tokens(ui)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            for step in &test.steps {
                step_ui(ui, words, test, step);
            }
            if test.stopped {
                Mood::Warning.headline(ui, &words.text("space-test-stopped"));
            }
            if test.is_good() {
                muted(ui, &words.text("space-test-good"));
                if test.has_secret {
                    muted(ui, &words.text("space-test-secret"));
                }
            }
        });
    });
    // Each step that begins makes the area higher, and the newest is what one waits for.
    let grown = ui.data_mut(|data| {
        let before = data.get_temp_mut_or_default::<usize>(egui::Id::unique("steps of the test"));
        let now = test.steps.iter().filter(|step| step.result.is_some()).count() + test.steps.len();
        std::mem::replace(before, now) != now
    });
    if grown {
        response.response.scroll_to_me(Some(egui::Align::BOTTOM));
    }
}

fn step_ui(ui: &mut Ui, words: &Words, test: &SpaceTest, step: &TestStep) {
    let (running, failed) = match step.step {
        TestedStep::Certificates => ("space-test-certificates", "space-test-certificates-failed"),
        TestedStep::System => ("space-test-system", "space-test-system-failed"),
        TestedStep::Discovery => ("space-test-discovery", "space-test-discovery-failed"),
        TestedStep::Application => ("space-test-application", "space-test-application-failed"),
    };
    match &step.result {
        // What was stopped says so below.
        None if test.stopped => {}
        None => drop(Mood::Running.headline(ui, &words.find(running).unwrap_or_default())),
        Some(Ok(found)) => found_ui(ui, words, found),
        Some(Err(failure)) => {
            // A service may look at the app ID at the first call already.
            let failed = if is_unknown_application(failure) { "space-test-application-failed" } else { failed };
            Mood::Bad.headline(ui, &words.find(failed).unwrap_or_default());
            let explanation = failure_words(words, failure, &test.host);
            muted(ui, &explanation.what);
            explanation_rest(ui, &explanation);
        }
    }
}

/// `apiCode` 2011 (reference section 1.6).
fn is_unknown_application(failure: &TestFailure) -> bool {
    matches!(failure, TestFailure::Call(Error::Refused(refusal)) if refusal.api_code == Some(2011))
}

fn found_ui(ui: &mut Ui, words: &Words, found: &Found) {
    let label = |key: &str| words.find(key).unwrap_or_default().into_owned();
    match found {
        Found::Certificates(count) => {
            let text = words.with("space-test-certificates-found", &[("count", (*count).into())]);
            Mood::Good.headline(ui, &text);
        }
        Found::System { version, key_bits } => {
            Mood::Good.headline(ui, &words.text("space-test-system-found"));
            let bits = |bits: &usize| words.with("space-fact-bits", &[("bits", bits.to_string().into())]);
            let known = [
                version.as_ref().map(|version| (label("space-fact-version"), plain(version, 40))),
                key_bits.as_ref().map(|key_bits| (label("space-fact-key"), bits(key_bits))),
            ];
            facts(ui, &known.into_iter().flatten().collect::<Vec<_>>());
        }
        Found::Discovery(provider) => {
            Mood::Good.headline(ui, &words.text("space-test-discovery-found"));
            let mut known = vec![(label("space-fact-issuer"), plain(&provider.issuer, 120))];
            let lists = [
                ("space-fact-grants", &provider.grant_types),
                ("space-fact-methods", &provider.authentication_methods),
                ("space-fact-algorithms", &provider.id_token_algorithms),
            ];
            for (key, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
                known.push((label(key), plain(&list.join(", "), 200)));
            }
            facts(ui, &known);
        }
        Found::Application(count) => {
            let text = words.with("space-test-application-found", &[("count", (*count).into())]);
            Mood::Good.headline(ui, &text);
        }
    }
}

fn failure_words(words: &Words, failure: &TestFailure, host: &str) -> Explanation {
    match failure {
        TestFailure::Space(trouble) => space_trouble(words, trouble),
        TestFailure::Client(error) => client_error(words, error),
        TestFailure::Call(error) => explain(words, error, host, Purpose::Read),
        TestFailure::MethodNotOffered { offered } => Explanation {
            what: words.text("space-test-method").into_owned(),
            next: words.text("space-test-method.next").into_owned(),
            facts: vec![(words.text("space-fact-methods").into_owned(), plain(&offered.join(", "), 200))],
            excerpt: None,
        },
        TestFailure::Crashed => Explanation {
            what: words.text("error-crashed").into_owned(),
            next: words.text("error-crashed.next").into_owned(),
            ..Explanation::default()
        },
    }
}
