//! A start where no window can be opened, and one in another language.

use atspi::Role;

use crate::desktop::Desktop;
use crate::program::Program;

#[test]
fn a_display_that_is_not_there_is_said_in_one_line_with_status_69() {
    let desktop = Desktop::open();
    let mut command = desktop.command(env!("CARGO_BIN_EXE_bindery"));
    let mut program = Program::start(&desktop, command.env("DISPLAY", ":9999"));
    assert_eq!(program.ended().code(), Some(69), "{}", program.log());
    let log = program.log();
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.starts_with("bindery: ") && log.contains("X server"), "{log}");
}

#[test]
fn the_window_speaks_the_language_of_the_system() {
    let desktop = Desktop::open();
    let mut command = desktop.command(env!("CARGO_BIN_EXE_bindery"));
    let mut program = Program::start(&desktop, command.env("LC_ALL", "zh_CN.UTF-8").env("LANG", "zh_CN.UTF-8"));
    program.screen().named(Role::Button, "登录");
}
