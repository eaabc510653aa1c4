//! The Sandbox screen against the sandbox itself.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::stage::Stage;

impl Stage {
    /// Goes to the sandbox before the sign-in, where everybody is listed, also the one whose name holds what few fonts have.
    #[track_caller]
    fn look_at_the_sandbox(&mut self) {
        self.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        self.press("Sandbox: its mailbox, personas and faults");
    }

    /// Goes to a screen by the rail, or to a part of one by its tab.
    #[track_caller]
    fn go_to(&mut self, name: &str) {
        self.see(name);
        self.harness.get_by_role_and_label(Role::Tab, name).click_accesskit();
        self.harness.step();
        self.harness.step();
    }

    /// Calls the sandbox as a client of one's own would.
    fn call_from_outside(&self) {
        let mut stream = TcpStream::connect(self.sandbox().address()).unwrap();
        stream.write_all(b"GET /api/v3/system HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
    }
}

#[test]
fn a_fault_is_switched_on_strikes_and_is_seen_from_the_other_side() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.go_to("Sandbox");
    stage.go_to("Faults");
    stage.press("The next unbind’s answer is lost");
    stage.see("unlink-extidp=reset-after");

    stage.go_to("Connections");
    stage.unbind("WeChat");
    stage.see("Unbound, though no usable answer came");
    stage.see("Bound · 3");

    stage.go_to("Sandbox");
    stage.see("Nothing: every request is answered as it should be.");
    stage.go_to("Requests");
    stage.see_part("POST · /api/v3/unlink-extidp · Done, but the answer is lost");
}

#[test]
fn the_token_expires_now_and_the_refusal_says_why() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.go_to("Sandbox");
    stage.go_to("Faults");
    stage.press("The token expires now");
    stage.see_part("Every access token issued before");
    stage.go_to("Connections");
    stage.press("Refresh the list");
    stage.until("the refresh", |stage| stage.seen("token").len() == 1);
    stage.go_to("Sandbox");
    stage.go_to("Requests");
    stage.see_part("· 200 · 401 · 2020 · the access token was revoked");
}

#[test]
fn a_request_from_outside_shows_by_itself_and_only_where_it_is_looked_at() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.go_to("Sandbox");
    stage.rest();
    stage.call_from_outside();
    assert!(stage.is_woken_within(Duration::from_secs(20)), "the window is told that there is something new");
    stage.harness.step();
    assert!(stage.shows_part("GET · /api/v3/system · 200"), "{}", stage.screen());

    stage.go_to("Connections");
    stage.rest();
    stage.call_from_outside();
    assert!(!stage.is_woken_within(Duration::from_millis(300)), "nobody sees it, so nothing is drawn");
    stage.go_to("Sandbox");
    assert_eq!(stage.texts().iter().filter(|text| text.contains("GET · /api/v3/system")).count(), 2);
}

#[test]
fn a_fault_added_elsewhere_shows_and_can_be_taken_back() {
    let mut stage = Stage::with_faults(&["get-identities=stallx2"]);
    stage.look_at_the_sandbox();
    stage.go_to("Faults");
    stage.see("2 times left");
    stage.inject("signin=stall");
    stage.press("Remove fault 2: signin=stall");
    stage.until("one fault to be left", |stage| stage.sandbox().faults().pending().len() == 1);
    assert!(!stage.shows_part("signin=stall"), "{}", stage.screen());
    stage.press("Remove all");
    stage.see("Nothing: every request is answered as it should be.");
}

#[test]
fn a_persona_is_chosen_on_the_sandboxs_screen() {
    let mut stage = Stage::with_faults(&[]);
    stage.look_at_the_sandbox();
    stage.press("Sign in as Mia Novakova");
    stage.press("Sign in");
    stage.see("Nothing is bound to this account");
    assert!(stage.shows("Refresh the list"), "signing in leads to what is bound");
}

#[test]
fn a_reset_asks_puts_everything_back_and_signs_out() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Bound · 3");
    stage.go_to("Sandbox");
    stage.go_to("Faults");
    stage.press("5 min ahead");
    stage.see("It is 300 s ahead of this computer.");
    stage.press("Reset everything…");
    stage.press("Cancel");
    stage.see("It is 300 s ahead of this computer.");
    stage.press("Reset everything…");
    stage.press("Reset everything");
    stage.see("Everything is as it was at the start");
    stage.see("It shows the same time as this computer.");
    stage.press("Back to the sign-in");
    stage.sign_in();
}

#[test]
fn a_stopped_sandbox_is_told_and_a_new_one_can_be_started() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.go_to("Sandbox");
    stage.rest();
    let sandbox = stage.sandbox().clone();
    stage.runtime.block_on(sandbox.stop());
    assert!(stage.is_woken_within(Duration::from_secs(20)));
    stage.see("The sandbox has stopped");
    stage.press("Start a new one");
    stage.sign_in();
}
