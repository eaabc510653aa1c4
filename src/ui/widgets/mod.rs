//! The pieces that screens are made of.

mod banner;
mod button;
mod choice;
mod explanation;
mod fact;
mod field;
mod mark;
mod modal;
mod part;
mod place;
mod row;
mod step;

pub use banner::{Mood, banner, soft_frame};
pub use button::{ButtonKind, button, link_button};
pub use choice::{checkbox, choose, named_checkbox, radio};
pub use explanation::explanation;
pub use fact::{fact, facts, heading, mono, muted, semibold, small_muted};
pub use field::{SecretText, hinted_field, labelled_field, password_field};
pub use mark::{brand_mark, chip, initials, round_initials, tag, tile};
pub use modal::{behind_modal, modal, modal_buttons};
pub use part::part;
pub use place::{rail_entry, tab, tab_line};
pub use row::{cell, row_by_keys};
pub use step::{StepStanding, step_line};
