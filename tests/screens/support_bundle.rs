//! The support bundle's dialog in all its states.

use std::sync::Arc;

use bindery::app::{
    Action, BundleChoice, BundleContents, BundleFile, BundledCalls, BundledReceipts, DestinationFailure, FileFailure,
    FileStage, Screen, SignIn, State, SupportBundle, SupportBundleAction,
};
use bindery::inspector::rows::Rows;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::inspector::{LARGE, SMALL, english, entries, identities, press, refusal};
use crate::scene::{Shown, assert_says, connections, everywhere, home, sign_in, signed_in, texts};

const PATH: &str = "/home/lin/Downloads/bindery-support.zip";

fn file(name: &'static str, text: &str) -> BundleFile {
    BundleFile { name, text: text.to_owned(), rows: Rows::of(text, 100) }
}

fn contents(receipts: BundledReceipts) -> Arc<BundleContents> {
    let files = vec![file("README.md", "# Bindery support bundle\n"), file("calls.har", "{\n  \"log\": {}\n}\n")];
    Arc::new(BundleContents { files, receipts })
}

fn bundle(stage: FileStage) -> SupportBundle {
    let all = entries(vec![identities(), refusal()]);
    SupportBundle {
        listed: all[1..].to_vec(),
        all,
        choice: BundleChoice::default(),
        suggested: Some(PATH.to_owned()),
        contents: Some(contents(BundledReceipts::Read { entries: Vec::new(), older: 0, unreadable: 0 })),
        stage,
    }
}

fn state(bundle: SupportBundle) -> State {
    State { screen: Screen::Activity, support_bundle: Some(bundle), ..home(signed_in(connections())) }
}

fn asked(harness: &Harness<'_, Shown>) -> Vec<SupportBundleAction> {
    let asked = |action: &Action| match action {
        Action::SupportBundle(asked) => Some(asked.clone()),
        _ => None,
    };
    harness.state().actions.iter().filter_map(asked).collect()
}

#[test]
fn every_file_can_be_read_before_it_is_written() {
    let state = state(bundle(FileStage::Choosing));
    let said = everywhere(&state);
    assert_says(&said, &["# Bindery support bundle", "calls.har", "This account has no receipts yet.", PATH]);
    let mut harness = english(&state, LARGE);
    press(&mut harness, Role::Tab, "calls.har");
    harness.run();
    assert_says(&texts(&harness), &["\"log\": {}", "Exactly this will be written: 16 bytes"]);
    press(&mut harness, Role::Button, "Write the file");
    assert_eq!(asked(&harness), [SupportBundleAction::Write { path: PATH.to_owned(), replace: false }]);
}

#[test]
fn what_goes_in_is_chosen() {
    let mut harness = english(&state(bundle(FileStage::Choosing)), LARGE);
    press(&mut harness, Role::RadioButton, "The one that is listed");
    press(&mut harness, Role::RadioButton, "No calls");
    press(&mut harness, Role::CheckBox, "Receipts of this account");
    press(&mut harness, Role::CheckBox, "Phone numbers");
    let choices: Vec<BundleChoice> = asked(&harness)
        .into_iter()
        .map(|asked| match asked {
            SupportBundleAction::Choose(choice) => choice,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(choices[0].calls, BundledCalls::Listed);
    assert_eq!(choices[1].calls, BundledCalls::None);
    assert!(!choices[2].receipts && choices[3].receipts && choices[3].shown.phones && !choices[3].shown.emails);
}

#[test]
fn what_is_not_there_is_said_before_it_is_written() {
    for (receipts, said) in [
        (BundledReceipts::OfNobody, "Nobody is signed in, so there are no receipts in it."),
        (BundledReceipts::NotRead, "The receipts could not be read. The bundle goes without them, and says so."),
        (
            BundledReceipts::Read { entries: Vec::new(), older: 2, unreadable: 1 },
            "2 older receipts are not. One receipt is damaged and cannot be read.",
        ),
    ] {
        let shown = SupportBundle { contents: Some(contents(receipts)), ..bundle(FileStage::Choosing) };
        assert_says(&everywhere(&state(shown)), &[said]);
    }
    let none = SupportBundle { all: Vec::new(), listed: Vec::new(), ..bundle(FileStage::Choosing) };
    assert_says(&everywhere(&state(none)), &["No call is kept: they go when Bindery closes."]);
    let preparing = SupportBundle { contents: None, suggested: None, ..bundle(FileStage::Choosing) };
    assert_says(&everywhere(&state(preparing)), &["Working out what the files will hold…"]);
}

#[test]
fn every_end_of_writing_it_is_told() {
    let asks = state(bundle(FileStage::AsksToReplace(PATH.to_owned())));
    assert_says(&everywhere(&asks), &["There is a file of that name already"]);
    let mut harness = english(&asks, LARGE);
    press(&mut harness, Role::Button, "Replace the file");
    assert_eq!(asked(&harness), [SupportBundleAction::Write { path: PATH.to_owned(), replace: true }]);
    assert_says(&everywhere(&state(bundle(FileStage::Writing))), &["Writing…"]);
    assert_says(&everywhere(&state(bundle(FileStage::Written(PATH.into())))), &["The file is written", PATH, "Close"]);
    for (failure, said) in [
        (FileFailure::Destination(DestinationFailure::DiskFull), "There is no room on that disk."),
        (FileFailure::Crashed, "A fault in Bindery interrupted this"),
    ] {
        assert_says(&everywhere(&state(bundle(FileStage::Failed(failure)))), &[said]);
    }
}

#[test]
fn escape_closes_it_and_nothing_can_be_pressed_while_it_writes() {
    let mut harness = english(&state(bundle(FileStage::Choosing)), SMALL);
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert_eq!(asked(&harness), [SupportBundleAction::Close]);
    let harness = english(&state(bundle(FileStage::Writing)), SMALL);
    for name in ["Cancel", "Write the file"] {
        assert!(harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled(), "{name}");
    }
}

#[test]
fn nothing_behind_it_can_be_pressed_and_it_opens_from_both_screens() {
    let harness = english(&state(bundle(FileStage::Choosing)), LARGE);
    assert!(harness.get_by_role_and_label(Role::Tab, "Connections").accesskit_node().is_disabled());
    for screen in [Screen::Activity, Screen::Inspector] {
        let mut harness = english(&State { screen, ..home(signed_in(connections())) }, LARGE);
        press(&mut harness, Role::Button, "Support bundle…");
        assert!(matches!(asked(&harness).as_slice(), [SupportBundleAction::Open { .. }]));
    }
    let before = State { support_bundle: Some(bundle(FileStage::Choosing)), ..sign_in(SignIn::default()) };
    let harness = english(&before, LARGE);
    assert!(harness.get_by_role_and_label(Role::Button, "Sign in").accesskit_node().is_disabled());
}
