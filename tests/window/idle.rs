//! A window that nobody touches costs nothing.

use std::time::Duration;

use atspi::Role;

use crate::desktop::Desktop;
use crate::program::Program;
use crate::steps::{ACCOUNT, sign_in_as_lin};
use crate::wait::{DEADLINE, until};

/// For how long the window is left alone.
const IDLE: Duration = Duration::from_secs(10);
/// How much processor time it may use meanwhile, in ticks of 10 ms.
const MOST_TICKS: u64 = 2;

#[test]
fn an_untouched_sign_in_draws_no_frame_and_uses_no_processor() {
    let desktop = Desktop::open();
    let mut program = desktop.start(&[]);
    let screen = program.screen();
    screen.named(Role::Entry, ACCOUNT);
    // With the keyboard in a field, where a blinking cursor would show.
    program.focus_window();
    screen.focused(Role::Entry, ACCOUNT);
    stays_idle(&mut program);
}

/// The status bar counts whole minutes of the token's time, so a frame is due a minute after the sign-in: this ends
/// before.
#[test]
fn an_untouched_list_draws_no_frame_and_uses_no_processor() {
    let desktop = Desktop::open();
    let mut program = desktop.start(&[]);
    let screen = program.screen();
    sign_in_as_lin(&screen);
    stays_idle(&mut program);
}

/// The sandbox tells when there is something new to see, so its screen need not look.
#[test]
fn an_untouched_sandbox_screen_draws_no_frame_and_uses_no_processor() {
    let desktop = Desktop::open();
    let mut program = desktop.start(&[]);
    let screen = program.screen();
    screen.press(&screen.button("Sandbox: its mailbox, personas and faults"));
    screen.named(Role::PageTab, "Requests");
    stays_idle(&mut program);
}

fn stays_idle(program: &mut Program<'_>) {
    settle(program);
    let (frames, ticks) = (program.frames(), program.ticks());
    assert!(frames > 0, "no frame is in the log:\n{}", program.log());
    let drew = program.draws_within(frames, IDLE);
    assert!(!drew, "a frame was drawn though nothing happened:\n{}", program.log());
    let used = program.ticks() - ticks;
    assert!(used <= MOST_TICKS, "{used} ticks of 10 ms were used in {IDLE:?}");
}

/// Waits until what the start and the last action set going is over: a second without a frame and without work.
fn settle(program: &mut Program<'_>) {
    let settled = until(DEADLINE, || {
        let (frames, ticks) = (program.frames(), program.ticks());
        let still = !program.draws_within(frames, Duration::from_secs(1)) && program.ticks() == ticks;
        still.then_some(())
    });
    assert!(settled.is_some(), "it never came to rest:\n{}", program.log());
}
