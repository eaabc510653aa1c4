//! A support bundle of the whole program against the sandbox: what is written is what was shown, and no more.

use std::io::Read as _;
use std::path::Path;

use bindery::app::SupportBundle;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::stage::Stage;

fn bundle(stage: &Stage) -> &SupportBundle {
    stage.harness.state().program().state().support_bundle.as_ref().unwrap()
}

pub(crate) fn open(stage: &mut Stage) {
    stage.press("Support bundle…");
    stage.until("what will be in it", |stage| {
        let shown = &stage.harness.state().program().state().support_bundle;
        shown.as_ref().is_some_and(|bundle| bundle.contents.is_some())
    });
    stage.see("README.md");
}

pub(crate) fn write(stage: &mut Stage, path: &Path) {
    stage.harness.get_by_role_and_label(Role::TextInput, "File").focus();
    stage.harness.step();
    stage.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    stage.harness.step();
    stage.harness.get_by_role_and_label(Role::TextInput, "File").type_text(path.to_str().unwrap());
    stage.harness.step();
    stage.press("Write the file");
}

/// The files in an archive, with their texts.
pub(crate) fn unpacked(path: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let count = archive.len();
    let file = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    };
    (0..count).map(file).collect()
}

fn go_to(stage: &mut Stage, screen: &str) {
    stage.see(screen);
    stage.harness.get_by_role_and_label(Role::Tab, screen).click_accesskit();
    stage.harness.step();
    stage.harness.step();
}

/// Writes one with everything in it and nothing masked, and gives its files.
pub(crate) fn unmasked(stage: &mut Stage, path: &Path) -> Vec<(String, String)> {
    open(stage);
    for name in ["Email addresses", "Phone numbers", "Ids and names at identity providers"] {
        stage.harness.get_by_role_and_label(Role::CheckBox, name).click_accesskit();
        stage.harness.step();
    }
    stage.until("everything to be readable", |stage| {
        bundle(stage).contents.as_ref().is_some_and(|contents| !contents.files[0].text.contains("masked · 已遮住"))
    });
    write(stage, path);
    stage.see("The file is written");
    stage.harness.key_press(egui::Key::Escape);
    stage.until("the dialog to go", |stage| stage.harness.state().program().state().support_bundle.is_none());
    unpacked(path)
}

#[test]
fn what_is_shown_is_written_and_a_colleague_can_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.zip");
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.unbind("GitHub");
    stage.see("Bound · 3");
    go_to(&mut stage, "Inspector");
    stage.rest();
    open(&mut stage);
    stage.see("One receipt is in it.");
    let shown = bundle(&stage).contents.clone().unwrap();
    write(&mut stage, &path);
    stage.see("The file is written");
    let files = unpacked(&path);
    let expected: Vec<_> = shown.files.iter().map(|file| (file.name.to_owned(), file.text.clone())).collect();
    assert_eq!(files, expected);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let text = |name: &str| files.iter().find(|(file, _)| file == name).unwrap().1.as_str();
    assert!(text("receipts.json").contains("/api/v3/unlink-extidp"));
    assert!(text("space.toml").contains("app-host"));
    for (name, text) in &files {
        assert!(!text.contains("lin@example.com"), "the email is masked in {name}");
        assert!(!text.contains("eyJ"), "no token is in {name}");
    }
    let calls = bindery::inspector::har::import(text("calls.har").as_bytes()).unwrap();
    assert_eq!(calls.entries.len(), bundle(&stage).all.len());
    stage.press("Close");
    assert!(!stage.shows("README.md"));
}

#[test]
fn masks_receipts_and_calls_can_be_chosen_and_no_file_is_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.zip");
    std::fs::write(&path, "somebody's").unwrap();
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    go_to(&mut stage, "Activity");
    open(&mut stage);
    stage.see("This account has no receipts yet.");
    for (role, name) in [
        (Role::CheckBox, "Email addresses"),
        (Role::CheckBox, "Receipts of this account"),
        (Role::RadioButton, "No calls"),
    ] {
        stage.harness.get_by_role_and_label(role, name).click_accesskit();
        stage.harness.step();
    }
    stage.until("the choice", |stage| {
        let names = |contents: &std::sync::Arc<bindery::app::BundleContents>| {
            contents.files.iter().map(|file| file.name).collect::<Vec<_>>()
        };
        bundle(stage).contents.as_ref().map(names).as_deref() == Some(&["README.md", "space.toml", "versions.json"])
    });
    write(&mut stage, &path);
    stage.see("There is a file of that name already");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "somebody's");
    stage.press("Replace the file");
    stage.see("The file is written");
    let readme = &unpacked(&path)[0].1;
    assert!(readme.contains("Receipts were left out.") && readme.contains("There are no calls in it."), "{readme}");
    assert!(readme.contains("| Email addresses · 邮箱 | readable · 保留 |"), "{readme}");
}

#[test]
fn before_the_sign_in_there_are_calls_and_no_receipts() {
    let mut stage = Stage::with_faults(&[]);
    stage.until("the sign-in", |stage| stage.shows("Sign in"));
    stage.press("Inspector: every call with its answer");
    open(&mut stage);
    stage.see("Nobody is signed in, so there are no receipts in it.");
    stage.harness.key_press(egui::Key::Escape);
    stage.until("the dialog to go", |stage| stage.harness.state().program().state().support_bundle.is_none());
}
