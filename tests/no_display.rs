//! A start where there is no display to open a window on.

#![cfg(all(unix, not(target_os = "macos")))]

use std::process::Command;

#[test]
fn without_a_display_the_program_says_what_is_missing_and_ends_with_status_69() {
    let mut bindery = Command::new(env!("CARGO_BIN_EXE_bindery"));
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        bindery.env_remove(variable);
    }
    let output = bindery.output().unwrap();
    let (said, complaint) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(69), "{complaint}");
    assert_eq!(said, "");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(complaint.contains("neither DISPLAY nor WAYLAND_DISPLAY is set"), "{complaint}");
}
