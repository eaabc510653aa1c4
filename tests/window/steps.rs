//! The ways through the program that tests share.

use atspi::Role;

use crate::program::Program;
use crate::screen::Screen;

/// The field for the account.
pub(crate) const ACCOUNT: &str = "Email, phone or user name";
/// The field for the password.
pub(crate) const PASSWORD: &str = "Password";

/// Signs in with keys alone: the keyboard begins in the first field.
pub(crate) fn sign_in_by_keyboard(program: &mut Program<'_>, screen: &Screen<'_>, account: &str, password: &str) {
    screen.named(Role::Entry, ACCOUNT);
    program.focus_window();
    screen.focused(Role::Entry, ACCOUNT);
    program.type_text(account);
    screen.holds(Role::Entry, ACCOUNT, account);
    program.key("Tab");
    screen.focused(Role::PasswordText, PASSWORD);
    program.type_text(password);
    holds_dots(screen, password);
    program.key("Return");
}

/// Waits until this password is in its field, where nobody but the program can read it.
pub(crate) fn holds_dots(screen: &Screen<'_>, password: &str) {
    screen.holds(Role::PasswordText, PASSWORD, &"•".repeat(password.chars().count()));
}

/// Signs in as the sandbox's Lin by accessibility actions alone, and waits for the list.
pub(crate) fn sign_in_as_lin(screen: &Screen<'_>) {
    screen.press(&screen.button("Fill in lin@example.com and the password"));
    holds_dots(screen, "sandbox");
    screen.press(&screen.button("Sign in"));
    screen.named(Role::Label, "Bound · 4");
}

/// Opens the dialog that asks whether to unbind WeChat.
pub(crate) fn ask_to_unbind_wechat(screen: &Screen<'_>) {
    screen.press(&screen.button("Unbind WeChat…"));
    screen.named(Role::Dialog, "Unbind WeChat?");
}

/// The names of the buttons on the cards that unbind.
pub(crate) fn unbind_buttons(screen: &Screen<'_>) -> Vec<String> {
    let unbinds = screen.all(|widget| widget.role == Role::Button && widget.name.starts_with("Unbind "));
    unbinds.into_iter().map(|widget| widget.name).collect()
}
