//! The sandbox inside the program, without a keyring: from a wrong password through an unbind to the next person.

use atspi::Role;

use crate::desktop::Desktop;
use crate::program::Program;
use crate::screen::Screen;
use crate::search::{files_below, holds, is_clean_of_tokens};
use crate::steps::{ACCOUNT, PASSWORD, ask_to_unbind_wechat, holds_dots, sign_in_by_keyboard};

/// A password that is wrong, and nowhere else in the world.
const WRONG_PASSWORD: &str = "Quokka-7f3d-wrong";
/// The persona's own. The sandbox tells it to everybody and is called by the same word, so it is only looked for where
/// a password would stand.
const PASSWORD_OF_LIN: &str = "sandbox";
/// Another persona's password, which is no other word: it is accepted and must be nowhere either.
const PASSWORD_OF_MIA: &str = "ginkgo-lantern-47";

#[test]
fn no_password_and_no_token_leaves_the_program() {
    let desktop = Desktop::open();
    let mut program = desktop.start(&[]);
    let screen = program.screen();
    let mut seen = Seen::default();

    sign_in_by_keyboard(&mut program, &screen, "lin@example.com", WRONG_PASSWORD);
    // Not a word about what was typed but dots, before the answer and after it.
    seen.look(&mut program, &screen);
    screen.text_from("statusCode ");
    seen.look(&mut program, &screen);

    let password = screen.named(Role::PasswordText, PASSWORD);
    program.click(&screen, &password);
    program.key("ctrl+a");
    program.type_text(PASSWORD_OF_LIN);
    holds_dots(&screen, PASSWORD_OF_LIN);
    seen.look(&mut program, &screen);
    program.key("Return");
    screen.named(Role::Label, "Bound · 4");
    seen.look(&mut program, &screen);

    let session = screen.named(Role::PageTab, "Session");
    program.click(&screen, &session);
    screen.named(Role::Label, "Its signature was verified");
    seen.look(&mut program, &screen);
    let connections = screen.named(Role::PageTab, "Connections");
    program.click(&screen, &connections);
    screen.named(Role::Label, "Bound · 4");

    ask_to_unbind_wechat(&screen);
    seen.look(&mut program, &screen);
    screen.press(&screen.button("Unbind WeChat"));
    screen.named(Role::Label, "WeChat: Unbound");
    screen.named(Role::Label, "Bound · 3");
    seen.look(&mut program, &screen);
    screen.press(&screen.button("Sign out"));
    screen.named(Role::Label, "You are signed out");
    seen.look(&mut program, &screen);

    // What was typed for the session that is over is gone from the fields.
    let password = screen.named(Role::PasswordText, PASSWORD);
    assert_eq!(screen.text(&password).unwrap_or_default(), "", "{}", screen.tree());

    screen.press(&screen.button("Fill in mia@example.com and the password"));
    holds_dots(&screen, PASSWORD_OF_MIA);
    seen.look(&mut program, &screen);
    screen.press(&screen.button("Sign in"));
    screen.named(Role::Label, "Bound · 0");
    seen.look(&mut program, &screen);
    program.close_window();
    assert!(program.ended().success(), "{}", program.log());

    // The search would find something: the account is in what was seen, and the calls are in the log.
    assert!(seen.text.contains("lin@example.com") && seen.text.contains(ACCOUNT));
    assert!(program.log().contains("call "), "{}", program.log());
    is_clean("what the screen, the title and the list of processes said", seen.text.as_bytes());
    is_clean("the log", program.log().as_bytes());
    for (path, content) in files_below(desktop.folder()) {
        is_clean(&path.display().to_string(), &content);
    }
}

/// Everything that others on this computer could see of the program.
#[derive(Default)]
struct Seen {
    text: String,
}

impl Seen {
    fn look(&mut self, program: &mut Program<'_>, screen: &Screen<'_>) {
        let process = format!("/proc/{}", program.id());
        for file in ["cmdline", "environ"] {
            self.text += &String::from_utf8_lossy(&std::fs::read(format!("{process}/{file}")).unwrap());
        }
        self.text += &program.title();
        self.text += &screen.tree();
    }
}

#[track_caller]
fn is_clean(place: &str, content: &[u8]) {
    assert!(!holds(content, WRONG_PASSWORD), "{place} holds the password that was typed");
    assert!(!holds(content, PASSWORD_OF_MIA), "{place} holds a password that was accepted");
    assert!(!holds(content, "\"password\""), "{place} holds a password in JSON");
    is_clean_of_tokens(place, content);
}
