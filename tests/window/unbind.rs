//! The program's first flow, from the sign-in to the receipt of an unbind.

use atspi::Role;

use crate::desktop::Desktop;
use crate::steps::{sign_in_by_keyboard, unbind_buttons};

const ALL: [&str; 4] = ["Unbind WeChat…", "Unbind GitHub…", "Unbind Feishu / Lark…", "Unbind Azure AD…"];

#[test]
fn a_person_signs_in_by_keyboard_unbinds_wechat_and_gets_a_receipt() {
    let desktop = Desktop::open();
    let mut program = desktop.start(&[]);
    let screen = program.screen();
    sign_in_by_keyboard(&mut program, &screen, "lin@example.com", "sandbox");
    screen.named(Role::Label, "Bound · 4");
    assert_eq!(unbind_buttons(&screen), ALL);

    // By its accessible action; Escape leaves everything as it was.
    screen.press(&screen.button("Unbind WeChat…"));
    screen.named(Role::Dialog, "Unbind WeChat?");
    screen.focused(Role::Button, "Cancel");
    program.key("Escape");
    screen.gone("dialog", |widget| widget.role == Role::Dialog);
    assert_eq!(unbind_buttons(&screen), ALL);

    // With the mouse; the dialog says which of the three kinds of id is sent.
    program.click(&screen, &screen.button("Unbind WeChat…"));
    screen.named(Role::Dialog, "Unbind WeChat?");
    screen.named(Role::Label, "Sent to the API");
    screen.named(Role::Label, "extIdpId 62f2093271a2b3cc10d966ee");
    screen.named(Role::Label, "Not sent: identities");
    screen.named(Role::Label, "Not sent: connections");
    program.click(&screen, &screen.button("Unbind WeChat"));

    screen.named(Role::Label, "WeChat: Unbound");
    screen.named(Role::Label, "statusCode 200");
    let request_id = screen.text_from("requestId ");
    assert!(is_uuid(request_id.trim_start_matches("requestId ")), "{request_id}");
    let check = screen.text_from("Checked at ");
    assert!(check.ends_with(": the list no longer names WeChat."), "{check}");
    screen.named(Role::Label, "Bound · 3");
    assert_eq!(unbind_buttons(&screen), ALL[1..]);

    program.close_window();
    assert!(program.ended().success(), "{}", program.log());
}

/// Whether this is a UUID as one writes it: 8-4-4-4-12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
