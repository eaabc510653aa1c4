//! Several unbinds at once: choosing, the question, how far they have come, and what they came to.

use bindery::account::{Confirmation, Facts, Listed, LostCause, Outcome, Reply, what_if};
use bindery::app::{
    Action, Batch, BatchItem, BatchStop, ChosenUnbind, Connections, ItemState, LedgerTrouble, SeveralAction,
    SeveralDialog, State, UnbindStage,
};
use bindery::genauth::{Error, Language, Unreachable};
use bindery::session::Standing;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::scene::{assert_says, at, connections, everywhere, home, identity, receipt, show, signed_in};

/// WeChat and GitHub as they are chosen.
fn items() -> Vec<ChosenUnbind> {
    let named = |key, title: &str| ChosenUnbind { key, title: title.to_owned() };
    let bound = connections();
    let keys: Vec<_> = bound.bindings().iter().map(|binding| binding.key.clone()).collect();
    keys.into_iter().zip(["WeChat", "GitHub"]).map(|(key, title)| named(key, title)).collect()
}

fn choosing(chosen: usize) -> Connections {
    let mut connections = connections();
    connections.several.choice = Some(items().into_iter().take(chosen).map(|item| item.key).collect());
    connections
}

fn asking(stage: UnbindStage, confirmation: Option<Confirmation>) -> Connections {
    let mut connections = choosing(2);
    let facts = Facts { bindings: connections.bindings(), security: None, profile: None, seen: &[] };
    let keys: Vec<_> = items().into_iter().map(|item| item.key).collect();
    let what_if = what_if(&facts, &keys);
    connections.several.dialog = Some(SeveralDialog { items: items(), what_if, confirmation, stage });
    connections
}

fn batch(states: &[ItemState], stop: Option<BatchStop>) -> State {
    let mut connections = connections();
    let mut named = items();
    named.extend(items().into_iter().map(|item| ChosenUnbind { title: format!("{} 2", item.title), ..item }));
    let item =
        |(chosen, state): (ChosenUnbind, &ItemState)| BatchItem { key: chosen.key, title: chosen.title, state: *state };
    let items = named.into_iter().zip(states).map(item).collect();
    connections.several.batch = Some(Batch { items, stop, ..Batch::default() });
    home(signed_in(connections))
}

fn ended(outcome: Outcome) -> ItemState {
    ItemState::Ended { number: 9, outcome }
}

/// What pressing this asks for.
fn pressed(state: &State, role: Role, name: &str, size: (f32, f32)) -> Vec<Action> {
    let mut harness = show(state.clone(), Language::English, egui::Theme::Light, size);
    harness.get_by_role_and_label(role, name).click_accesskit();
    harness.run();
    std::mem::take(&mut harness.state_mut().actions)
}

#[test]
fn choosing_states() {
    let said = everywhere(&home(signed_in(connections())));
    assert_says(&said, &["Choose several to unbind…"]);
    assert!(!said.iter().any(|text| text == "Choose WeChat"));

    let said = everywhere(&home(signed_in(choosing(0))));
    assert_says(&said, &["0 of 2 chosen", "Choose WeChat", "Choose GitHub", "Done choosing", "Choose all 2"]);
    assert!(!said.iter().any(|text| text == "Unbind WeChat…"), "one choice at a time");
    assert_says(&everywhere(&home(signed_in(choosing(1)))), &["1 of 2 chosen", "Unbind the 1 chosen…"]);

    let one = Connections::of_lists(Ok(vec![identity("1", "w", "wechat")]), Ok(Vec::new()), at(-1));
    let said = everywhere(&home(signed_in(one)));
    assert!(!said.iter().any(|text| text.starts_with("Choose several")), "there is nothing to choose among");
    let mut over = signed_in(connections());
    over.standing = Standing { over: true, ..Standing::default() };
    assert!(!everywhere(&home(over)).iter().any(|text| text.starts_with("Choose several")));
}

#[test]
fn every_control_of_the_choice_asks_for_what_it_says() {
    for size in [(1280.0, 820.0), (720.0, 480.0)] {
        let state = home(signed_in(choosing(1)));
        let asked = pressed(&state, Role::CheckBox, "Choose GitHub", size);
        assert!(
            matches!(asked.as_slice(), [Action::Several(SeveralAction::Choose { key, chosen: true })] if key.ext_idp_id() == Some("g")),
            "{asked:?}"
        );
        let asked = pressed(&state, Role::CheckBox, "Choose WeChat", size);
        assert!(
            matches!(asked.as_slice(), [Action::Several(SeveralAction::Choose { chosen: false, .. })]),
            "{asked:?}"
        );
        let asked = pressed(&state, Role::Button, "Unbind the 1 chosen…", size);
        let [Action::Several(SeveralAction::Ask(items))] = asked.as_slice() else { panic!("{asked:?}") };
        assert_eq!(items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["WeChat"]);
        let asked = pressed(&state, Role::Button, "Choose all 2", size);
        assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::ChooseAll)]), "{asked:?}");
        let asked = pressed(&state, Role::Button, "Choose none", size);
        assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::ChooseNone)]), "{asked:?}");
        let asked = pressed(&state, Role::Button, "Done choosing", size);
        assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::Leave)]), "{asked:?}");
    }
}

#[test]
fn dialog_states() {
    let said = everywhere(&home(signed_in(asking(UnbindStage::Checking, None))));
    assert_says(&said, &["Unbind 2 identity providers?", "extIdpId w", "extIdpId g", "one after another"]);
    assert_says(&said, &["Checking what would remain…", "goes on trusting the app", "Cancel"]);

    let count = Some(Confirmation::of_several(2));
    let said = everywhere(&home(signed_in(asking(UnbindStage::Ready, count.clone()))));
    assert_says(&said, &["how many identity providers are unbound, “2”"]);
    let said = everywhere(&home(signed_in(asking(UnbindStage::Changed, count))));
    assert_says(&said, &["what would remain has changed", "decide again"]);

    let trouble = UnbindStage::NoReceipt(LedgerTrouble::NoFolder);
    let said = everywhere(&home(signed_in(asking(trouble, None))));
    assert_says(&said, &["without keeping receipts?", "no receipt can be kept", "Unbind 2 without receipts"]);
}

#[test]
fn the_dialog_can_be_answered_in_the_smallest_window() {
    let size = (720.0, 480.0);
    let ready = home(signed_in(asking(UnbindStage::Ready, None)));
    let asked = pressed(&ready, Role::Button, "Unbind 2 identity providers", size);
    assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::Confirm { .. })]), "{asked:?}");
    let asked = pressed(&ready, Role::Button, "Cancel", size);
    assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::Cancel)]), "{asked:?}");
    let checking = home(signed_in(asking(UnbindStage::Checking, None)));
    assert!(pressed(&checking, Role::Button, "Unbind 2 identity providers", size).is_empty());
    let typed = home(signed_in(asking(UnbindStage::Ready, Some(Confirmation::of_several(2)))));
    assert!(pressed(&typed, Role::Button, "Unbind 2 identity providers", size).is_empty(), "nothing is typed");

    let mut harness = show(ready, Language::English, egui::Theme::Dark, size);
    assert!(harness.get_by_role_and_label(Role::Button, "Cancel").is_focused());
    harness.key_press(egui::Key::Escape);
    harness.run();
    let asked = &harness.state().actions;
    assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::Cancel)]), "{asked:?}");
}

#[test]
fn progress_states() {
    let under_way = [ended(Outcome::AcceptedGone), ItemState::UnderWay { number: 2 }, ItemState::Waiting];
    let state = batch(&under_way, None);
    let said = everywhere(&state);
    assert_says(&said, &["2 of 3: unbinding GitHub…", "1 of 3 unbinds are over", "Stop unbinding the rest of 3"]);
    assert!(!said.iter().any(|text| text.starts_with("Choose several")), "no second choice while this goes on");
    let asked = pressed(&state, Role::Button, "Stop unbinding the rest of 3", (720.0, 480.0));
    assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::Stop)]), "{asked:?}");
    assert!(pressed(&state, Role::Button, "Unbind WeChat…", (1280.0, 820.0)).is_empty(), "nor a single unbind");

    let stopped = [ended(Outcome::AcceptedGone), ItemState::UnderWay { number: 2 }, ItemState::NotTried];
    let said = everywhere(&batch(&stopped, Some(BatchStop::Wanted)));
    assert_says(&said, &["2 of 3: waiting for GitHub; nothing more is sent"]);
    assert!(!said.iter().any(|text| text.starts_with("Stop unbinding")));
    assert_says(&everywhere(&batch(&[ended(Outcome::LostGone), ItemState::Waiting], None)), &["1 of 2 are over"]);
}

#[test]
fn summary_states() {
    let done = ended(Outcome::AcceptedGone);
    let said = everywhere(&batch(&[done, ended(Outcome::LostGone)], None));
    assert_says(&said, &["2 of 2 unbound", "Unbound: WeChat, GitHub", "Dismiss the summary"]);
    assert!(!said.iter().any(|text| text == "Check the open ones again" || text.starts_with("Not tried")));

    let mixed = [done, ended(Outcome::RefusedAllThere), ended(Outcome::LostAllThere), ItemState::NotTried];
    let state = batch(&mixed, Some(BatchStop::ListUnreadable));
    let said = everywhere(&state);
    assert_says(&said, &["1 of 4 unbound", "Unbound: WeChat", "Refused: GitHub", "Open: WeChat 2"]);
    assert_says(&said, &["Not tried: GitHub 2", "an answer was lost", "Check the open ones again"]);
    for size in [(1280.0, 820.0), (720.0, 480.0)] {
        let asked = pressed(&state, Role::Button, "Check the open ones again", size);
        assert!(matches!(asked.as_slice(), [Action::Refresh]), "{asked:?}");
        let asked = pressed(&state, Role::Button, "Choose the 2 left again", size);
        assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::ChooseRest)]), "{asked:?}");
        let asked = pressed(&state, Role::Button, "Dismiss the summary", size);
        assert!(matches!(asked.as_slice(), [Action::Several(SeveralAction::Dismiss)]), "{asked:?}");
    }

    let network = BatchStop::Network(Error::NotReachable(Unreachable::Refused));
    for (stop, words) in [
        (BatchStop::Wanted, "You stopped the rest"),
        (BatchStop::Session, "the session is over or could not be renewed"),
        (network, "cannot be reached. Nothing answers at 127.0.0.1:41873"),
    ] {
        let said = everywhere(&batch(&[done, ItemState::NotTried], Some(stop)));
        assert_says(&said, &["1 of 2 unbound", words, "Not tried: GitHub"]);
    }
    assert_says(&everywhere(&batch(&[done, ItemState::NotThere], None)), &["No longer there to unbind: GitHub"]);
}

#[test]
fn the_summary_of_very_many_leaves_the_cards_within_reach() {
    let mut connections = connections();
    let item = |number: usize| BatchItem {
        key: items()[0].key.clone(),
        title: format!("{number} {}", "long name ".repeat(4)),
        state: if number.is_multiple_of(2) { ended(Outcome::LostAllThere) } else { ItemState::NotTried },
    };
    let stop = Some(BatchStop::Wanted);
    connections.several.batch = Some(Batch { items: (0..300).map(item).collect(), stop, ..Batch::default() });
    let mut answered = receipt(Reply::Lost(LostCause::StoppedWaiting), Listed::AllThere);
    answered.number = 9;
    connections.receipts.push(answered);
    let state = home(signed_in(connections));
    assert_says(&everywhere(&state), &["0 of 300 unbound", "138 more"]);
    let harness = show(state, Language::English, egui::Theme::Light, (720.0, 480.0));
    let summary = harness.get_by_role_and_label(Role::Label, "0 of 300 unbound").rect();
    let bound = harness.get_by_role_and_label(Role::Label, "Bound · 2").rect();
    assert!(bound.top() > summary.bottom() && bound.bottom() < 400.0, "{summary:?} {bound:?}");
}
