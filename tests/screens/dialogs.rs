//! The dialogs.

use bindery::app::{Action, Leaving, LeavingStage, State, Unbinding, Way};
use bindery::genauth::Language;
use egui_kittest::kittest::Queryable as _;

use crate::scene::{assert_says, at, connections, everywhere, home, show, signed_in, wechat};

#[test]
fn the_dialog_shows_which_id_is_sent_and_which_are_not() {
    let mut connections = connections();
    connections.dialog = Some(wechat().key);
    let state = home(signed_in(connections));
    let said = everywhere(&state);
    assert_says(&said, &["Unbind WeChat?", "Both of its identities", "“晓林”", "extIdpId w", "this one"]);
    assert_says(&said, &["1, 2", "605492ac41b2c3d4e5f60701", "“WeChat PC”, inferred", "goes on trusting the app"]);

    let mut harness = show(state, Language::English, egui::Theme::Dark, (1280.0, 820.0));
    assert!(harness.get_by_role_and_label(egui::accesskit::Role::Button, "Cancel").is_focused());
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Unbind WeChat").click();
    harness.step();
    let actions = &harness.state().actions;
    assert!(matches!(actions.as_slice(), [Action::ConfirmUnbind(key)] if key.ext_idp_id() == Some("w")), "{actions:?}");
}

#[test]
fn escape_and_a_click_beside_the_dialog_cancel() {
    let mut connections = connections();
    connections.dialog = Some(wechat().key);
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
    connections.unbinding.push(Unbinding { number: 1, binding: wechat(), started: at(-1) });
    for (stage, way, words) in [
        (LeavingStage::Answer, Way::CloseWindow, ["Waiting for an answer", "Close without waiting", "Stay"]),
        (LeavingStage::Answer, Way::SignOut, ["Unbinding WeChat", "Sign out without waiting", "Stay"]),
        (LeavingStage::Reading, Way::CloseWindow, ["needs a look", "Close anyway", "Stay and read"]),
        (LeavingStage::Reading, Way::SignOut, ["needs a look", "Sign out anyway", "Stay and read"]),
    ] {
        let leaving = Some(Leaving { way, stage, since_receipt: 1 });
        assert_says(&everywhere(&State { leaving, ..home(signed_in(connections.clone())) }), &words);
    }
}
