//! What a screen reader sees of a program: its widgets with role, name and text, and the actions they offer.

use std::collections::HashMap;

use atspi::{CacheItem, CoordType, Interface, ObjectRefOwned, Role, State};
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, Proxy};
use zbus::names::BusName;

use crate::wait::{DEADLINE, until};

/// The error of a call to a widget that is there no more.
const GONE: &str = "org.freedesktop.DBus.Error.UnknownObject";

/// A widget as it was when it was looked up.
#[derive(Clone, Debug)]
pub(crate) struct Widget {
    /// What it is.
    pub(crate) role: Role,
    /// What it is called.
    pub(crate) name: String,
    /// Whether keys go to it.
    pub(crate) focused: bool,
    /// Whether it can be used.
    pub(crate) enabled: bool,
    object: ObjectRefOwned,
    has_text: bool,
    depth: usize,
}

/// One program, as seen on the accessibility bus.
pub(crate) struct Screen<'desktop> {
    bus: &'desktop Connection,
    program: String,
}

impl<'desktop> Screen<'desktop> {
    /// The program with this process ID, once it has come to the bus.
    pub(crate) fn of(bus: &'desktop Connection, process: u32) -> Option<Self> {
        let program = until(DEADLINE, || {
            let names = DBusProxy::new(bus).ok()?;
            let all = names.list_names().ok()?;
            let mut unique = all.iter().filter(|name| name.starts_with(':'));
            let found = unique.find(|name| {
                let name = BusName::try_from(name.as_str()).unwrap();
                names.get_connection_unix_process_id(name).is_ok_and(|owner| owner == process)
            })?;
            Some(found.to_string())
        })?;
        Some(Self { bus, program })
    }

    fn proxy(&self, path: &str, interface: &str) -> zbus::Result<Proxy<'_>> {
        Proxy::new(self.bus, self.program.clone(), path.to_owned(), interface.to_owned())
    }

    fn ask(&self, widget: &Widget, interface: &str) -> Option<Proxy<'_>> {
        self.proxy(widget.object.path_as_str(), &format!("org.a11y.atspi.{interface}")).ok()
    }

    /// All widgets, in reading order.
    pub(crate) fn widgets(&self) -> Vec<Widget> {
        let items: Vec<CacheItem> = self
            .proxy("/org/a11y/atspi/cache", "org.a11y.atspi.Cache")
            .and_then(|cache| cache.call("GetItems", &()))
            .unwrap_or_default();
        let mut below: HashMap<&str, Vec<&CacheItem>> = HashMap::new();
        // The program stands below the desktop, which has the same path on a bus name of its own.
        for item in items.iter().filter(|item| item.role != Role::Application) {
            below.entry(item.parent.path_as_str()).or_default().push(item);
        }
        for siblings in below.values_mut() {
            siblings.sort_by_key(|item| item.index);
        }
        let mut widgets = Vec::new();
        let mut next: Vec<_> =
            items.iter().filter(|item| item.role == Role::Application).map(|item| (item, 0)).collect();
        while let Some((item, depth)) = next.pop() {
            assert!(depth <= items.len(), "the tree runs in a circle: {items:?}");
            widgets.push(Widget {
                role: item.role,
                name: item.short_name.clone(),
                focused: item.states.contains(State::Focused),
                enabled: item.states.contains(State::Enabled) || item.states.contains(State::Sensitive),
                object: item.object.clone(),
                has_text: item.ifaces.contains(Interface::Text),
                depth,
            });
            let children = below.get(item.object.path_as_str()).into_iter().flatten();
            next.extend(children.rev().map(|child| (*child, depth + 1)));
        }
        widgets
    }

    /// All widgets that are like this.
    pub(crate) fn all(&self, mut alike: impl FnMut(&Widget) -> bool) -> Vec<Widget> {
        self.widgets().into_iter().filter(|widget| alike(widget)).collect()
    }

    /// Waits for the one widget that is like this; `what` says what it is if it never shows.
    pub(crate) fn find(&self, what: &str, mut alike: impl FnMut(&Widget) -> bool) -> Widget {
        let found = until(DEADLINE, || match self.all(&mut alike).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("there is not exactly one {what}:\n{}", self.tree()))
    }

    /// Waits for the one widget of this role and name.
    pub(crate) fn named(&self, role: Role, name: &str) -> Widget {
        self.find(&format!("{role} {name:?}"), |widget| widget.role == role && widget.name == name)
    }

    /// Waits for the button of this name that can be pressed.
    pub(crate) fn button(&self, name: &str) -> Widget {
        self.find(&format!("button {name:?} to press"), |widget| {
            widget.role == Role::Button && widget.name == name && widget.enabled
        })
    }

    /// Waits for text that begins like this, and gives the whole of it.
    pub(crate) fn text_from(&self, start: &str) -> String {
        let is_text = |widget: &Widget| matches!(widget.role, Role::Label | Role::Heading);
        self.find(&format!("text {start:?}…"), |widget| is_text(widget) && widget.name.starts_with(start)).name
    }

    /// Waits until no widget is like this.
    pub(crate) fn gone(&self, what: &str, mut alike: impl FnMut(&Widget) -> bool) {
        let gone = until(DEADLINE, || self.all(&mut alike).is_empty().then_some(()));
        assert!(gone.is_some(), "there is still a {what}:\n{}", self.tree());
    }

    /// Waits until keys go to this widget.
    pub(crate) fn focused(&self, role: Role, name: &str) -> Widget {
        self.find(&format!("focused {role} {name:?}"), |widget| {
            widget.role == role && widget.name == name && widget.focused
        })
    }

    /// Waits until the text in this widget is this.
    pub(crate) fn holds(&self, role: Role, name: &str, text: &str) {
        let widget = self.named(role, name);
        let holds = until(DEADLINE, || (self.text(&widget).as_deref() == Some(text)).then_some(()));
        assert!(holds.is_some(), "{role} {name:?} does not hold {text:?}:\n{}", self.tree());
    }

    /// Presses a widget by its action, as assistive technology does.
    pub(crate) fn press(&self, widget: &Widget) {
        self.have(widget, |there| self.ask(there, "Action").unwrap().call("DoAction", &(0_i32,)));
    }

    /// Brings the keyboard to a widget.
    pub(crate) fn focus(&self, widget: &Widget) {
        self.have(widget, |there| self.ask(there, "Component").unwrap().call("GrabFocus", &()));
    }

    /// Has something done with a widget. When it is there no more, as happens at the start, the one in its place is taken.
    #[track_caller]
    fn have(&self, widget: &Widget, act: impl Fn(&Widget) -> zbus::Result<bool>) {
        let mut there = widget.clone();
        let done = until(DEADLINE, || {
            let done = act(&there);
            if !matches!(&done, Err(zbus::Error::MethodError(error, ..)) if error.as_str() == GONE) {
                return Some(done);
            }
            let place = format!("{} {:?}", widget.role, widget.name);
            there = self.find(&place, |other| other.role == widget.role && other.name == widget.name);
            None
        });
        assert!(matches!(done, Some(Ok(true))), "{widget:?} does not take it, {done:?}:\n{}", self.tree());
    }

    /// The text in a widget, as assistive technology may read it out.
    pub(crate) fn text(&self, widget: &Widget) -> Option<String> {
        if !widget.has_text {
            return None;
        }
        self.ask(widget, "Text")?.call("GetText", &(0_i32, -1_i32)).ok()
    }

    /// The middle of a widget on the screen.
    pub(crate) fn middle(&self, widget: &Widget) -> Option<(i32, i32)> {
        let extents = self.ask(widget, "Component")?.call("GetExtents", &(CoordType::Screen,));
        let ((x, y, width, height),): ((i32, i32, i32, i32),) = extents.ok()?;
        (width > 0 && height > 0).then_some((x + width / 2, y + height / 2))
    }

    /// Everything that can be read, for a person to look at or to be searched.
    pub(crate) fn tree(&self) -> String {
        let mut tree = String::new();
        for widget in self.widgets() {
            let text = self.text(&widget).filter(|text| *text != widget.name);
            let text = text.map_or_else(String::new, |text| format!(" holding {text:?}"));
            let focused = if widget.focused { ", has the keyboard" } else { "" };
            let enabled = if widget.enabled { "" } else { ", disabled" };
            tree +=
                &format!("{:1$}{2} {3:?}{text}{focused}{enabled}\n", "", 2 * widget.depth, widget.role, widget.name);
        }
        tree
    }
}
