//! Tests of the file on disk.

use super::*;
use crate::session::SpaceDraft;

fn put(name: &str, app_id: &str) -> Change {
    let draft = SpaceDraft {
        name: name.to_owned(),
        app_host: "https://acme.genauth.ai".to_owned(),
        app_id: app_id.to_owned(),
        ..SpaceDraft::default()
    };
    let space = draft.check(SpaceId::for_name(name, &[])).unwrap();
    Change::Put { space: Box::new(space), opens_at_start: false }
}

fn names(file: &SpacesFile) -> Vec<String> {
    file.listing().as_ref().unwrap().entries.iter().map(|entry| entry.draft.name.clone()).collect()
}

#[test]
fn the_first_change_makes_folder_and_file_for_the_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/down/account-spaces.toml");
    let file = SpacesFile::read(path.clone());
    assert_eq!(names(&file), [""; 0]);
    let file = file.change(&put("Acme", "1")).unwrap();
    assert_eq!(names(&file), ["Acme"]);
    assert_eq!(SpacesFile::read(path.clone()), file);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
    // Nothing is left over beside it but the lock.
    let beside: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 2, "{beside:?}");
}

#[test]
fn a_change_by_somebody_else_is_noticed_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spaces.toml");
    let mine = SpacesFile::read(path.clone());
    SpacesFile::read(path.clone()).change(&put("Theirs", "1")).unwrap();
    let Err(ChangeError::ChangedMeanwhile(now)) = mine.change(&put("Mine", "2")) else { panic!("it was changed") };
    assert_eq!(names(&now), ["Theirs"]);
    assert_eq!(names(&now.change(&put("Mine", "2")).unwrap()), ["Theirs", "Mine"]);
}

#[test]
fn a_read_only_file_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spaces.toml");
    std::fs::write(&path, "# Mine.\n").unwrap();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(SpacesFile::read(path.clone()).change(&put("Acme", "1")), Err(ChangeError::ReadOnly));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "# Mine.\n");
}

#[test]
fn a_broken_file_is_kept_until_it_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spaces.toml");
    std::fs::write(&path, "[spaces.a]\nname = \n").unwrap();
    let file = SpacesFile::read(path.clone());
    assert!(matches!(file.listing(), Err(FileTrouble::NotToml { line: 2, .. })), "{:?}", file.listing());
    assert!(matches!(file.change(&put("Acme", "1")), Err(ChangeError::Broken(_))));
    assert!(matches!(file.change(&Change::Remove(SpaceId::parse("a").unwrap())), Err(ChangeError::Broken(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "[spaces.a]\nname = \n");
    let (empty, aside) = file.set_aside("2026-01-01").unwrap();
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "[spaces.a]\nname = \n");
    assert_eq!(names(&empty.change(&put("Acme", "1")).unwrap()), ["Acme"]);
}

#[test]
fn what_was_repaired_meanwhile_is_not_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spaces.toml");
    std::fs::write(&path, "=").unwrap();
    let file = SpacesFile::read(path.clone());
    std::fs::write(&path, "# repaired\n").unwrap();
    assert!(matches!(file.set_aside("x"), Err(ChangeError::ChangedMeanwhile(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "# repaired\n");
}

#[test]
fn what_is_no_text_or_no_file_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spaces.toml");
    std::fs::write(&path, b"# a\n# \xff\n").unwrap();
    assert_eq!(*SpacesFile::read(path.clone()).listing(), Err(FileTrouble::NotText { line: 2 }));
    std::fs::write(&path, vec![b'#'; 1024 * 1024 + 1]).unwrap();
    assert_eq!(*SpacesFile::read(path).listing(), Err(FileTrouble::TooLong));
    let unreadable = SpacesFile::read(folder.path().to_owned());
    assert!(matches!(unreadable.listing(), Err(FileTrouble::Unreadable(_))));
}

#[test]
fn a_file_that_another_program_is_changing_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = SpacesFile::read(folder.path().join("spaces.toml"));
    let held = file.lock().unwrap();
    assert_eq!(file.change(&put("Acme", "1")), Err(ChangeError::Busy));
    drop(held);
    assert!(file.change(&put("Acme", "1")).is_ok());
}

#[cfg(unix)]
#[test]
fn a_linked_file_stays_linked() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.toml"), folder.path().join("link.toml"));
    std::fs::write(&real, "").unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    SpacesFile::read(link.clone()).change(&put("Acme", "1")).unwrap();
    assert!(link.is_symlink());
    assert_eq!(names(&SpacesFile::read(real)), ["Acme"]);
}

#[test]
fn many_writers_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spaces.toml");
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = path.clone();
            scope.spawn(move || {
                let mut file = SpacesFile::read(path.clone());
                loop {
                    match file.change(&put(&format!("Space {writer}"), &writer.to_string())) {
                        Ok(_) => break,
                        Err(ChangeError::ChangedMeanwhile(now)) => file = *now,
                        Err(ChangeError::Busy) => std::thread::yield_now(),
                        Err(other) => panic!("{other:?}"),
                    }
                }
            });
        }
    });
    let mut all = names(&SpacesFile::read(path));
    all.sort();
    assert_eq!(all, ["Space 0", "Space 1", "Space 2", "Space 3"]);
}
