//! Keys, the mouse and the window's frame, as a person at the screen has them.

use std::io::Write as _;
use std::process::Stdio;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, InputFocus, MapState, Window,
};
use x11rb::{CURRENT_TIME, NONE};

use crate::program::Program;
use crate::screen::{Screen, Widget};
use crate::wait::{DEADLINE, until};

impl Program<'_> {
    /// Waits for its window and brings the keyboard there, which is a window manager's work elsewhere.
    pub(crate) fn focus_window(&mut self) {
        let window = self.window();
        let x11 = &self.desktop.x11;
        x11.set_input_focus(InputFocus::PARENT, window, CURRENT_TIME).unwrap().check().unwrap();
    }

    /// Types a text into what has the keyboard.
    pub(crate) fn type_text(&self, text: &str) {
        let mut xdotool = self.desktop.command("xdotool");
        // By standard input, so that a password does not stand in the list of processes.
        let mut xdotool = xdotool.args(["type", "--delay", "8", "--file", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        xdotool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(xdotool.wait().unwrap().success());
    }

    /// Presses a key, by xdotool's name for it.
    pub(crate) fn key(&self, key: &str) {
        assert!(self.desktop.command("xdotool").args(["key", key]).status().unwrap().success());
    }

    /// Clicks into the middle of a widget.
    pub(crate) fn click(&self, screen: &Screen<'_>, widget: &Widget) {
        let (x, y) = screen.middle(widget).unwrap_or_else(|| panic!("{widget:?} has no place on the screen"));
        let mut xdotool = self.desktop.command("xdotool");
        let moved = xdotool.args(["mousemove", &x.to_string(), &y.to_string(), "click", "1"]).status();
        assert!(moved.unwrap().success());
    }

    /// Asks the window to close, as the button in its frame does.
    pub(crate) fn close_window(&mut self) {
        let window = self.window();
        let x11 = &self.desktop.x11;
        let atom = |name: &str| x11.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let data = [atom("WM_DELETE_WINDOW"), CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), data);
        x11.send_event(false, window, EventMask::NO_EVENT, message).unwrap().check().unwrap();
    }

    /// What stands in the window's frame.
    pub(crate) fn title(&mut self) -> String {
        let window = self.window();
        let x11 = &self.desktop.x11;
        let name = x11.intern_atom(false, b"_NET_WM_NAME").unwrap().reply().unwrap().atom;
        let title = x11.get_property(false, window, name, AtomEnum::ANY, 0, 1024).unwrap().reply().unwrap();
        String::from_utf8(title.value).unwrap()
    }

    /// Waits for its window to be on the screen.
    fn window(&mut self) -> Window {
        let id = self.id();
        let x11 = &self.desktop.x11;
        let owner = x11.intern_atom(false, b"_NET_WM_PID").unwrap().reply().unwrap().atom;
        let is_its = |window: &Window| -> Option<bool> {
            let property = x11.get_property(false, *window, owner, AtomEnum::CARDINAL, 0, 1).ok()?.reply().ok()?;
            let viewable = x11.get_window_attributes(*window).ok()?.reply().ok()?.map_state == MapState::VIEWABLE;
            let process = property.value32()?.next()?;
            Some(viewable && process == id)
        };
        let root = x11.setup().roots.first().map_or(NONE, |screen| screen.root);
        let window = until(DEADLINE, || {
            let all = x11.query_tree(root).unwrap().reply().unwrap().children;
            all.into_iter().find(|window| is_its(window).unwrap_or_default())
        });
        window.unwrap_or_else(|| panic!("no window; it printed:\n{}", self.log()))
    }
}
