//! Closing the window while an unbind has no answer.

use atspi::Role;

use crate::desktop::Desktop;
use crate::program::Program;
use crate::screen::Screen;
use crate::steps::{ask_to_unbind_wechat, sign_in_as_lin};

/// Time enough to ask the window to close, and for its question to show.
const SLOW_ANSWER: [&str; 2] = ["--sandbox-fault", "unlink-extidp=latency-4000ms"];

#[test]
fn closing_waits_for_the_answer_and_goes_through_by_itself_when_it_is_a_good_one() {
    let desktop = Desktop::open();
    let mut program = desktop.start(&SLOW_ANSWER);
    let screen = program.screen();
    close_while_unbinding(&mut program, &screen);
    assert!(program.ended().success(), "{}", program.log());
    let log = program.log();
    assert!(log.lines().any(|line| line.contains("unlink-extidp") && line.contains("status_code=200")), "{log}");
}

#[test]
fn who_stays_reads_the_receipt() {
    let desktop = Desktop::open();
    let mut program = desktop.start(&SLOW_ANSWER);
    let screen = program.screen();
    close_while_unbinding(&mut program, &screen);
    // The keyboard is at the choice that changes nothing.
    screen.focused(Role::Button, "Stay");
    program.key("Return");
    screen.gone("dialog", |widget| widget.role == Role::Dialog);

    screen.named(Role::Label, "WeChat: Unbound");
    screen.named(Role::Label, "statusCode 200");
    screen.named(Role::Label, "Bound · 3");
    assert!(program.runs(), "{}", program.log());
    program.close_window();
    assert!(program.ended().success(), "{}", program.log());
}

/// Unbinds WeChat and asks the window to close before the answer is there.
fn close_while_unbinding(program: &mut Program<'_>, screen: &Screen<'_>) {
    program.focus_window();
    sign_in_as_lin(screen);
    ask_to_unbind_wechat(screen);
    screen.press(&screen.button("Unbind WeChat"));
    screen.named(Role::Label, "Unbinding…");
    program.close_window();
    screen.named(Role::Dialog, "Waiting for an answer");
    screen.text_from("Unbinding WeChat is not answered yet.");
    assert!(program.runs(), "{}", program.log());
}
