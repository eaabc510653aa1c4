//! The editor: keeping, changing and removing account spaces.

use std::path::PathBuf;
use std::time::Duration;

use super::super::Program;
use super::super::tasks::{End, Job, blocking};
use super::ending::{Left, end_all_of};
use super::{Editor, FileShown, Notice, SaveFailure, SpacesPanel, Typed};
use crate::session::{
    AccountSpace, AuthenticationMethod, Change, ChangeError, Changed, SpaceDraft, SpaceId, SpacesFile, VaultError,
    store_secret, wipe_secret,
};

/// How often, and after which pause, a file is tried that another program is changing.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// What keeping a space came to.
pub(in crate::app) struct SpaceSaved {
    changed: Result<Changed, SaveFailure>,
    space: AccountSpace,
    /// Whether it is new.
    is_new: bool,
    /// What it was before.
    before: Option<AccountSpace>,
    secret: Option<VaultError>,
    /// What stayed of the application that it was before.
    left: Left,
}

/// What removing a space came to.
pub(in crate::app) struct SpaceRemoved {
    changed: Result<Changed, SaveFailure>,
    id: SpaceId,
    name: String,
    left: Left,
}

async fn changed(file: SpacesFile, change: Change) -> Result<Changed, SaveFailure> {
    for _ in 0..TRIES {
        let (file, change) = (file.clone(), change.clone());
        match blocking(move || file.change(&change)).await {
            Some(Err(ChangeError::Busy)) => tokio::time::sleep(PAUSE).await,
            Some(changed) => return Ok(changed),
            None => return Err(SaveFailure::Crashed),
        }
    }
    Ok(Err(ChangeError::Busy))
}

impl Program {
    pub(super) fn edit_space(&mut self, id: Option<&SpaceId>) {
        let listing = self.spaces.file.as_ref().and_then(|file| file.listing().as_ref().ok());
        let unsaved = self.spaces.unsaved.as_ref().filter(|space| Some(&space.id) == id);
        let (id, draft, mistakes, opens_at_start) = match (id, listing, unsaved) {
            (_, _, Some(unsaved)) => (None, SpaceDraft::from(unsaved), Vec::new(), false),
            (Some(id), Some(listing), None) => {
                let Some(entry) = listing.entry(id) else { return };
                let mistakes = entry.space.clone().err().unwrap_or_default();
                (Some(id.clone()), entry.draft.clone(), mistakes, listing.open_at_start.as_ref() == Some(id))
            }
            (Some(_), None, None) => return,
            (None, ..) => (None, SpaceDraft::default(), Vec::new(), false),
        };
        self.spaces.last_editor += 1;
        self.state.spaces.notice = None;
        self.state.spaces.panel = Some(SpacesPanel::Editor(Box::new(Editor {
            number: self.spaces.last_editor,
            id,
            draft,
            opens_at_start,
            mistakes,
            saving: false,
            failure: None,
            test: None,
            asks_to_remove: false,
        })));
    }

    pub(super) fn stop_editing(&mut self) {
        if self.editor().is_some_and(|editor| !editor.saving) {
            self.stop_test();
            self.state.spaces.panel = Some(SpacesPanel::Switcher);
        }
    }

    /// Makes a space of what was typed, and notes in the editor what is wrong with it.
    pub(super) fn checked(&mut self, typed: &Typed) -> Option<AccountSpace> {
        let listing = self.spaces.file.as_ref().and_then(|file| file.listing().as_ref().ok()).cloned();
        let editor = self.editor()?;
        let taken = |listing: &crate::session::Listing| -> Vec<SpaceId> {
            listing.entries.iter().filter_map(|entry| entry.id.clone()).collect()
        };
        let id = editor
            .id
            .clone()
            .unwrap_or_else(|| SpaceId::for_name(&typed.draft.name, &listing.as_ref().map(taken).unwrap_or_default()));
        editor.mistakes = Vec::new();
        editor.failure = None;
        match typed.draft.check(id) {
            Ok(space) => {
                editor.mistakes = listing.map(|listing| listing.clashes(&space)).unwrap_or_default();
                editor.mistakes.is_empty().then_some(space)
            }
            Err(mistakes) => {
                editor.mistakes = mistakes;
                None
            }
        }
    }

    pub(super) fn save_space(&mut self, typed: Typed) {
        let saving = self.editor().is_none_or(|editor| editor.saving);
        let Some(space) = Some(&typed).filter(|_| !saving).and_then(|typed| self.checked(typed)) else { return };
        let (file, vault) = (self.spaces.file.clone(), self.vault.clone());
        let before = file.as_ref().and_then(|file| file.listing().as_ref().ok()?.space(&space.id)).cloned();
        let other_application = before.as_ref().is_some_and(|before| !before.is_same_application(&space));
        let busy = other_application && self.sessions_of(&space.id).1;
        let Some(editor) = self.editor() else { return };
        let Some(file) = file else {
            editor.failure = Some(SaveFailure::NoPlace);
            return;
        };
        if busy {
            editor.failure = Some(SaveFailure::Busy);
            return;
        }
        editor.saving = true;
        let is_new = editor.id.is_none();
        if let Some(secret) = &typed.secret {
            self.secrets.insert(space.secret_entry(), secret.clone());
        }
        let gone = if other_application { self.sessions_of(&space.id).0 } else { Vec::new() };
        let old = before.clone().filter(|_| other_application).map(|before| self.opening_of(before, false));
        let change = Change::Put { space: Box::new(space.clone()), opens_at_start: typed.opens_at_start };
        self.spaces.tasks.start(Job::ChangeSpaces, async move {
            let changed = changed(file, change).await;
            let (mut secret, mut left) = (None, Left::default());
            if matches!(changed, Ok(Ok(_))) {
                secret = match (space.authentication, &typed.secret) {
                    (AuthenticationMethod::None, _) => {
                        // What is not needed any more does not stay.
                        let had_one =
                            before.as_ref().is_some_and(|old| old.authentication != AuthenticationMethod::None);
                        if had_one { wipe_secret(&vault, &space).await.err() } else { None }
                    }
                    (_, Some(typed)) => store_secret(&vault, &space, typed).await.err(),
                    (_, None) => None,
                };
                // Another application is another service: the sessions of the old one end with its entry.
                if let Some(old) = old {
                    left = end_all_of(old, gone).await;
                }
            }
            End::SpaceSaved(Box::new(SpaceSaved { changed, space, is_new, before, secret, left }))
        });
    }

    pub(in crate::app) fn space_saved(&mut self, saved: SpaceSaved) {
        let SpaceSaved { changed, space, is_new, before, secret, left } = saved;
        let name = SpaceDraft::from(&space).name;
        if !self.took(changed) {
            return;
        }
        if before.as_ref().is_some_and(|before| !before.is_same_application(&space)) {
            self.clear_seats_of(&space.id);
        } else if before.as_ref().is_some_and(|before| *before != space) {
            self.take_edited(&space);
        }
        let is_unsaved = |unsaved: &AccountSpace| unsaved.is_same_application(&space);
        if self.spaces.unsaved.as_ref().is_some_and(is_unsaved) {
            self.adopt_unsaved(&space);
        }
        self.stop_test();
        if is_new && secret.is_none() {
            self.open_space(&space.id);
        } else {
            self.state.spaces.panel = Some(SpacesPanel::Switcher);
            self.state.spaces.notice = Some(if left.is_nothing() {
                Notice::Saved { name, secret }
            } else {
                let Left { revocation, keyring, last_seen } = left;
                Notice::Replaced { name, revocation, keyring, last_seen }
            });
        }
    }

    /// The space that the command line gave stands in the file now, and is one with it.
    fn adopt_unsaved(&mut self, space: &AccountSpace) {
        self.spaces.unsaved = None;
        let unsaved = SpaceId::unsaved();
        self.rename_seats(&unsaved, space);
    }

    pub(super) fn ask_to_remove(&mut self) {
        let id = self.editor().and_then(|editor| editor.id.clone());
        let busy = id.as_ref().is_some_and(|id| self.sessions_of(id).1);
        if let Some(editor) = self.editor().filter(|editor| editor.id.is_some() && !editor.saving) {
            editor.failure = busy.then_some(SaveFailure::Busy);
            editor.asks_to_remove = !busy;
        }
    }

    pub(super) fn remove_space(&mut self) {
        let file = self.spaces.file.clone();
        let Some(id) = self.editor().filter(|editor| editor.asks_to_remove).and_then(|editor| editor.id.clone()) else {
            return;
        };
        let (sessions, busy) = self.sessions_of(&id);
        let Some(editor) = self.editor() else { return };
        editor.asks_to_remove = false;
        let Some(file) = file.filter(|_| !busy) else {
            editor.failure = Some(SaveFailure::Busy);
            return;
        };
        editor.saving = true;
        let name = editor.draft.name.clone();
        // A space that cannot be used has no sessions that could be found.
        let space = file.listing().as_ref().ok().and_then(|listing| listing.space(&id)).cloned();
        let opening = space.map(|space| self.opening_of(space, false));
        self.spaces.tasks.start(Job::ChangeSpaces, async move {
            let changed = changed(file, Change::Remove(id.clone())).await;
            let left = match opening.filter(|_| matches!(changed, Ok(Ok(_)))) {
                Some(opening) => end_all_of(opening, sessions).await,
                None => Left::default(),
            };
            End::SpaceRemoved(Box::new(SpaceRemoved { changed, id, name, left }))
        });
    }

    pub(in crate::app) fn space_removed(&mut self, removed: SpaceRemoved) {
        let SpaceRemoved { changed, id, name, left: Left { revocation, keyring, last_seen } } = removed;
        if !self.took(changed) {
            return;
        }
        self.stop_test();
        self.clear_seats_of(&id);
        self.state.spaces.panel = Some(SpacesPanel::Switcher);
        self.state.spaces.notice = Some(Notice::Removed { name, revocation, keyring, last_seen });
    }

    /// Takes over what a change of the file came to; says whether it was made.
    fn took(&mut self, changed: Result<Changed, SaveFailure>) -> bool {
        let failure = match changed {
            Ok(Ok(file)) => {
                self.take_file(file);
                if let Some(editor) = self.editor() {
                    editor.saving = false;
                }
                return true;
            }
            Ok(Err(error)) => {
                if let ChangeError::ChangedMeanwhile(now) = &error {
                    self.take_file((**now).clone());
                }
                SaveFailure::File(error)
            }
            Err(failure) => failure,
        };
        if let Some(editor) = self.editor() {
            editor.saving = false;
            editor.failure = Some(failure);
        }
        false
    }

    pub(in crate::app) fn change_crashed(&mut self) {
        let _ = self.took(Err(SaveFailure::Crashed));
    }

    pub(super) fn set_file_aside(&mut self) {
        let Some(file) = self.spaces.file.clone().filter(|file| file.listing().is_err()) else { return };
        if self.spaces.tasks.is_running(Job::ChangeSpaces) {
            return;
        }
        let stamp = self.state.now.strftime("%Y-%m-%d").to_string();
        self.spaces.tasks.start(Job::ChangeSpaces, async move {
            let set_aside = blocking(move || file.set_aside(&stamp)).await;
            End::FileSetAside(Box::new(
                set_aside.map_or(Err(SaveFailure::Crashed), |done| done.map_err(SaveFailure::File)),
            ))
        });
    }

    pub(in crate::app) fn file_set_aside(&mut self, done: Result<(SpacesFile, PathBuf), SaveFailure>) {
        self.state.spaces.notice = Some(match done {
            Ok((file, path)) => {
                self.take_file(file);
                Notice::SetAside { path: path.display().to_string() }
            }
            Err(failure) => {
                if let SaveFailure::File(ChangeError::ChangedMeanwhile(now)) = &failure {
                    self.take_file((**now).clone());
                }
                Notice::NotSetAside(failure)
            }
        });
    }

    /// What is shown of the file before it was read.
    pub(in crate::app) fn file_before_reading(path: Option<&PathBuf>) -> FileShown {
        path.map_or(FileShown::NoPlace, |_| FileShown::Reading)
    }
}
