//! Account spaces in the running program: the list, the editor, the test, and who is signed in where.
//!
//! Each account that is signed in has a seat of its own, with its state and its tasks. One seat is shown; the others go
//! on beside it, and what their tasks come to stays with them.

mod editing;
mod ending;
mod same_account;
mod seats;
mod shown;
mod testing;

use std::path::PathBuf;

use super::tasks::{End, Job, Tasks, blocking};
use super::{Choice, Program};
use crate::genauth::ClientSecret;
use crate::session::{AccountSpace, SpaceDraft, SpaceId, SpacesFile};

pub(super) use editing::{SpaceRemoved, SpaceSaved};
pub(super) use seats::Seat;
pub use shown::{AccountShown, AccountStanding, Editor, FileShown, Notice, SaveFailure, SpacesPanel, SpacesShown};
pub(super) use testing::Tested;
pub use testing::{Found, SpaceTest, TestFailure, TestStep, TestedStep};

/// What a person can do with account spaces and accounts.
#[derive(Clone, Debug)]
pub enum SpacesAction {
    /// Show the list to switch in.
    Show,
    /// Close it.
    Close,
    /// Go to a space: to the account shown there last, or to its sign-in.
    Open(SpaceId),
    /// Go to an account.
    ShowAccount {
        /// [`AccountShown::number`].
        number: u64,
    },
    /// Sign in to a space as somebody else, beside those who are signed in.
    SignInAsAnother(SpaceId),
    /// Give up signing in as somebody else.
    BackToAccount,
    /// Begin a new space.
    Add,
    /// Edit a space.
    Edit(SpaceId),
    /// Leave the editor; nothing is changed.
    StopEditing,
    /// Keep what was typed.
    Save(Box<Typed>),
    /// Try what was typed against the service.
    Test(Box<Typed>),
    /// Stop trying.
    StopTest,
    /// Ask whether to remove the space that is being edited.
    AskToRemove,
    /// Not remove it.
    CancelRemove,
    /// Remove it.
    Remove,
    /// Read the file again.
    ReadAgain,
    /// Give the broken file another name, to begin a new one.
    SetAside,
}

/// What was typed into the editor.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The fields.
    pub draft: SpaceDraft,
    /// The secret; `None` when nothing was typed.
    pub secret: Option<ClientSecret>,
    /// Whether the program opens this space when it starts.
    pub opens_at_start: bool,
}

/// What the program holds for its spaces.
pub(super) struct Spaces {
    /// Where the file is; `None` when spaces are not kept.
    path: Option<PathBuf>,
    /// The file as read last.
    file: Option<SpacesFile>,
    /// The space that the command line gave.
    unsaved: Option<AccountSpace>,
    /// Tasks that belong to no account: the file, the test.
    pub(super) tasks: Tasks,
    /// The accounts that are not shown.
    pub(super) parked: Vec<Seat>,
    /// The number of the one that is.
    current: u64,
    last_seat: u64,
    last_editor: u64,
    /// Whether what to open is decided once the file was read.
    pub(super) opens_after_reading: bool,
    /// What is being tested.
    testing: Option<testing::Testing>,
}

impl Spaces {
    /// The number of the seat that is shown, or whose tasks are being settled.
    pub(super) fn current_seat(&self) -> u64 {
        self.current
    }

    pub(super) fn new(path: Option<PathBuf>, choice: &Choice, tasks: Tasks) -> Self {
        let (unsaved, opens_after_reading) = match choice {
            Choice::Service(space) => (Some(space.clone()), false),
            Choice::Sandbox { faults } => (None, faults.is_empty() && path.is_some()),
        };
        Self {
            path,
            file: None,
            unsaved,
            tasks,
            parked: Vec::new(),
            current: 1,
            last_seat: 1,
            last_editor: 0,
            opens_after_reading,
            testing: None,
        }
    }

    /// The space with this key, when it can be opened.
    fn space(&self, id: &SpaceId) -> Option<AccountSpace> {
        let listed = self.file.as_ref().and_then(|file| file.listing().as_ref().ok()?.space(id));
        listed.or(self.unsaved.as_ref().filter(|space| space.id == *id)).cloned()
    }
}

impl Program {
    pub(super) fn act_on_spaces(&mut self, action: SpacesAction) {
        if self.state.leaving.is_some() {
            return;
        }
        match action {
            SpacesAction::Show => {
                if let Some(home) = self.home() {
                    home.connections.dialog = None;
                    home.connections.several.decline();
                }
                if let Some(sandbox) = &mut self.state.sandbox {
                    sandbox.asks_to_reset = false;
                }
                self.state.spaces.panel = Some(SpacesPanel::Switcher);
                self.state.spaces.notice = None;
                self.read_spaces();
            }
            SpacesAction::Close => self.close_panel(),
            SpacesAction::Open(id) => self.open_space(&id),
            SpacesAction::ShowAccount { number } => self.show_account(number),
            SpacesAction::SignInAsAnother(id) => self.sign_in_as_another(&id),
            SpacesAction::BackToAccount => self.back_to_account(),
            SpacesAction::Add => self.edit_space(None),
            SpacesAction::Edit(id) => self.edit_space(Some(&id)),
            SpacesAction::StopEditing => self.stop_editing(),
            SpacesAction::Save(typed) => self.save_space(*typed),
            SpacesAction::Test(typed) => self.test_space(&typed),
            SpacesAction::StopTest => self.stop_test(),
            SpacesAction::AskToRemove => self.ask_to_remove(),
            SpacesAction::CancelRemove => {
                if let Some(editor) = self.editor() {
                    editor.asks_to_remove = false;
                }
            }
            SpacesAction::Remove => self.remove_space(),
            SpacesAction::ReadAgain => self.read_spaces(),
            SpacesAction::SetAside => self.set_file_aside(),
        }
    }

    /// Begins to read the file.
    pub(super) fn read_spaces(&mut self) {
        let Some(path) = self.spaces.path.clone() else { return };
        if self.spaces.tasks.is_running(Job::ReadSpaces) || self.spaces.tasks.is_running(Job::ChangeSpaces) {
            return;
        }
        self.spaces.tasks.start(Job::ReadSpaces, async move {
            match blocking(move || SpacesFile::read(path)).await {
                Some(file) => End::SpacesRead(Box::new(file)),
                None => End::Crashed(Job::ReadSpaces),
            }
        });
    }

    pub(super) fn spaces_read(&mut self, file: Option<SpacesFile>) {
        if let Some(file) = file {
            self.take_file(file);
        }
        if std::mem::take(&mut self.spaces.opens_after_reading) {
            let marked = self.spaces.file.as_ref().and_then(|file| {
                let listing = file.listing().as_ref().ok()?;
                listing.space(listing.open_at_start.as_ref()?)
            });
            if let Some(space) = marked {
                self.choice = Choice::Service(space.clone());
            }
            self.open();
        }
    }

    fn take_file(&mut self, file: SpacesFile) {
        self.state.spaces.file = FileShown::Read(Box::new(file.clone()));
        self.spaces.file = Some(file);
    }

    fn close_panel(&mut self) {
        self.state.spaces.panel = None;
        self.state.spaces.notice = None;
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        match &mut self.state.spaces.panel {
            Some(SpacesPanel::Editor(editor)) => Some(editor),
            Some(SpacesPanel::Switcher) | None => None,
        }
    }
}
