//! Whether there is a display to open a window on.

/// The status with which the program ends when it finds no display (`EX_UNAVAILABLE` of sysexits).
pub const EXIT_NO_DISPLAY: u8 = 69;

/// The status with which the program ends when the system gives it no threads (`EX_OSERR` of sysexits).
pub const EXIT_NO_RUNTIME: u8 = 71;

/// What is missing for a window, in one line with what to do; `None` when a display seems to be there.
///
/// Asked before the window is made, because the toolkit would only say that none of its backends works.
pub fn missing_display(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Option<&'static str> {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let needed = cfg!(all(unix, not(target_os = "macos")));
    let found = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET");
    (needed && !found).then_some(
        "bindery: no display: neither DISPLAY nor WAYLAND_DISPLAY is set; start it from a desktop session, \
         or under a virtual one: xvfb-run bindery",
    )
}

/// Why no window could be opened, in one line with what to do.
///
/// `reason` is the toolkit's own text, whose beginning may name a source file of the machine that built it.
pub fn unusable_display(variable: impl Fn(&str) -> Option<std::ffi::OsString>, reason: &str) -> String {
    let name = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()).map(|value| (name, value)));
    let display = name.map_or_else(String::new, |(name, value)| format!(" on {name}={}", value.to_string_lossy()));
    let reason = reason.lines().next().unwrap_or_default();
    let reason = match reason.rsplit_once(".rs:") {
        Some((_, rest)) => rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([':', ' ']),
        None => reason,
    };
    format!(
        "bindery: no window can be opened{display}: {reason}; check the display, and that an OpenGL or EGL driver is there \
         (README.md lists the packages)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_complaint_names_the_display_and_no_source_file() {
        let reason =
            "winit EventLoopError: os error at /home/b/.cargo/x11/mod.rs:788: Failed to open connection to X server";
        let said = unusable_display(|name| (name == "DISPLAY").then(|| ":9999".into()), reason);
        assert!(
            said.starts_with("bindery: no window can be opened on DISPLAY=:9999: Failed to open connection"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1);
        let other = unusable_display(|_| None, "no suitable configuration");
        assert!(other.starts_with("bindery: no window can be opened: no suitable configuration;"), "{other}");
    }

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn a_display_is_missed_only_when_no_variable_names_one() {
        assert!(missing_display(|_| None).is_some());
        assert!(missing_display(|name| (name == "DISPLAY").then(|| "".into())).is_some());
        assert!(missing_display(|name| (name == "DISPLAY").then(|| ":0".into())).is_none());
        assert!(missing_display(|name| (name == "WAYLAND_DISPLAY").then(|| "wayland-0".into())).is_none());
    }
}
