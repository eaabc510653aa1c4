//! The dialogs.

use bindery::app::{
    Action, Leaving, LeavingStage, LedgerTrouble, Opening, Phase, SignIn, State, UnbindDialog, UnbindStage, Way,
};
use bindery::genauth::Language;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::scene::{
    Shown, assert_says, connections, everywhere, home, show, sign_in, signed_in, state, texts, unbind_dialog, unbinding,
};

#[test]
fn the_dialog_shows_which_id_is_sent_and_which_are_not() {
    let mut connections = connections();
    connections.dialog = Some(unbind_dialog(true, UnbindStage::Ready));
    let state = home(signed_in(connections));
    let said = everywhere(&state);
    assert_says(&said, &["Unbind WeChat?", "Both of its identities", "“晓林”", "extIdpId w", "this one"]);
    assert_says(&said, &["1, 2", "605492ac41b2c3d4e5f60701", "“WeChat PC”, inferred", "goes on trusting the app"]);

    let mut harness = show(state, Language::English, egui::Theme::Dark, (1280.0, 820.0));
    assert!(harness.get_by_role_and_label(egui::accesskit::Role::Button, "Cancel").is_focused());
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Unbind WeChat").click();
    harness.step();
    let actions = &harness.state().actions;
    assert!(
        matches!(actions.as_slice(), [Action::ConfirmUnbind { key, .. }] if key.ext_idp_id() == Some("w")),
        "{actions:?}"
    );
}

/// The dialog on the screen, in English.
fn asked(dialog: UnbindDialog) -> Harness<'static, Shown> {
    let mut connections = connections();
    connections.dialog = Some(dialog);
    show(home(signed_in(connections)), Language::English, egui::Theme::Light, (1280.0, 820.0))
}

/// Whether the button that unbinds can be pressed.
fn can_unbind(harness: &Harness<'static, Shown>, name: &str) -> bool {
    !harness.get_by_role_and_label(egui::accesskit::Role::Button, name).accesskit_node().is_disabled()
}

#[test]
fn until_it_is_known_what_would_remain_nothing_can_be_confirmed() {
    let harness = asked(unbind_dialog(true, UnbindStage::Checking));
    assert_says(&texts(&harness), &["Checking what would remain"]);
    assert!(!can_unbind(&harness, "Unbind WeChat"));
    assert!(can_unbind(&asked(unbind_dialog(true, UnbindStage::Ready)), "Unbind WeChat"));
}

#[test]
fn once_it_is_at_rest_its_buttons_stay_where_they_are() {
    let mut harness = asked(unbind_dialog(true, UnbindStage::Checking));
    let Phase::Home(home) = &mut harness.state_mut().state.phase else { return };
    home.connections.dialog = Some(unbind_dialog(true, UnbindStage::Ready));
    harness.run();
    let place = |harness: &Harness<'static, Shown>| {
        harness.get_by_role_and_label(egui::accesskit::Role::Button, "Unbind WeChat").rect()
    };
    let at_rest = place(&harness);
    harness.hover_at(at_rest.center());
    harness.run_steps(5);
    assert_eq!(place(&harness), at_rest);
}

#[test]
fn a_hard_stop_takes_typing_and_no_less() {
    let mut harness = asked(unbind_dialog(false, UnbindStage::Ready));
    assert!(!can_unbind(&harness, "Unbind WeChat"));
    for (typed, passes) in [("WeCha", false), ("WeChat", true)] {
        harness.state_mut().forms.connections.typed = typed.to_owned();
        harness.run();
        assert_eq!(can_unbind(&harness, "Unbind WeChat"), passes, "{typed}");
    }
    let mut connections = connections();
    connections.dialog = Some(unbind_dialog(false, UnbindStage::Ready));
    everywhere(&home(signed_in(connections)));
}

#[test]
fn what_was_confirmed_and_not_sent_is_asked_again_with_its_reason() {
    let said = texts(&asked(unbind_dialog(false, UnbindStage::Changed)));
    assert_says(&said, &["Unbind WeChat?", "has changed"]);
    let no_receipt = unbind_dialog(true, UnbindStage::NoReceipt(LedgerTrouble::NoFolder));
    let mut connections = connections();
    connections.dialog = Some(no_receipt.clone());
    assert_says(&everywhere(&home(signed_in(connections))), &["Nothing was sent"]);
    let mut harness = asked(no_receipt);
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Unbind WeChat without a receipt").click();
    harness.step();
    let actions = &harness.state().actions;
    assert!(matches!(actions.as_slice(), [Action::UnbindWithoutReceipt(_)]), "{actions:?}");
}

#[test]
fn escape_and_a_click_beside_the_dialog_cancel() {
    let mut connections = connections();
    connections.dialog = Some(unbind_dialog(true, UnbindStage::Ready));
    let mut leaving = home(signed_in(connections.clone()));
    leaving.leaving = Some(Leaving { way: Way::CloseWindow, stage: LeavingStage::Answer, since_receipt: 1 });
    let asking = home(signed_in(connections));
    for (state, expected) in [(asking, Action::CancelUnbind), (leaving, Action::Stay)] {
        for beside in [false, true] {
            let mut harness = show(state.clone(), Language::English, egui::Theme::Light, (1280.0, 820.0));
            if beside {
                let at = egui::pos2(1200.0, 700.0);
                harness.hover_at(at);
                harness.drag_at(at);
                harness.drop_at(at);
            } else {
                harness.key_press(egui::Key::Escape);
            }
            harness.run();
            let asked = &harness.state().actions;
            let kind = std::mem::discriminant(&expected);
            assert!(asked.iter().any(|action| std::mem::discriminant(action) == kind), "{asked:?}");
        }
    }
}

#[test]
fn leaving_states() {
    let mut connections = connections();
    connections.unbinding.push(unbinding(-1));
    for (stage, way, words) in [
        (LeavingStage::Answer, Way::CloseWindow, ["Waiting for an answer", "Close without waiting", "Stay"]),
        (LeavingStage::Answer, Way::SignOut, ["Unbinding WeChat", "Sign out without waiting", "Stay"]),
        (LeavingStage::Reading, Way::CloseWindow, ["needs a look", "Close anyway", "Stay and read"]),
        (LeavingStage::Reading, Way::SignOut, ["needs a look", "Sign out anyway", "Stay and read"]),
    ] {
        let leaving = Some(Leaving { way, stage, since_receipt: 1 });
        assert_says(&everywhere(&State { leaving, ..home(signed_in(connections.clone())) }), &words);
    }
    // What was cancelled belongs to no screen: it is waited for wherever one is.
    let leaving = Some(Leaving { way: Way::CloseWindow, stage: LeavingStage::Revoking, since_receipt: 1 });
    let opening = state(Phase::Opening(Opening::ReadingKeyring));
    for before in [sign_in(SignIn::default()), opening, home(signed_in(connections))] {
        let said = everywhere(&State { leaving, ..before });
        assert_says(&said, &["A cancelled sign-in is being undone", "Close without waiting", "Stay"]);
    }
}
