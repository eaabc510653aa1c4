//! The codes that would have gone out by email or text message.

use egui::{FontId, RichText, ScrollArea, Ui, UiBuilder};

use super::copy::Copying as _;
use super::{Around, SandboxForm, WIDEST};
use crate::app::{Action, SandboxAction, SandboxSeen};
use crate::sandbox::{Delivery, Message};
use crate::ui::Words;
use crate::ui::text::{clock, plain};
use crate::ui::theme::{card, tokens};
use crate::ui::widgets::{ButtonKind, button, fact, muted, semibold, small_muted, tag};

/// What the channels of the reference (sections 3.3 and 3.4) are for, in words.
const CHANNELS: &[(&str, &str)] = &[
    ("CHANNEL_LOGIN", "channel-login"),
    ("CHANNEL_REGISTER", "channel-register"),
    ("CHANNEL_RESET_PASSWORD", "channel-reset-password"),
    ("CHANNEL_VERIFY_EMAIL_LINK", "channel-verify-email-link"),
    ("CHANNEL_UPDATE_EMAIL", "channel-update-email"),
    ("CHANNEL_BIND_EMAIL", "channel-bind-email"),
    ("CHANNEL_UNBIND_EMAIL", "channel-unbind-email"),
    ("CHANNEL_VERIFY_MFA", "channel-verify-mfa"),
    ("CHANNEL_UNLOCK_ACCOUNT", "channel-unlock-account"),
    ("CHANNEL_COMPLETE_EMAIL", "channel-complete-email"),
    ("CHANNEL_DELETE_ACCOUNT", "channel-delete-account"),
    ("CHANNEL_BIND_PHONE", "channel-bind-phone"),
    ("CHANNEL_UNBIND_PHONE", "channel-unbind-phone"),
    ("CHANNEL_IDENTITY_VERIFICATION", "channel-identity-verification"),
    ("CHANNEL_BIND_MFA", "channel-bind-mfa"),
    ("CHANNEL_UNBIND_MFA", "channel-unbind-mfa"),
    ("CHANNEL_COMPLETE_PHONE", "channel-complete-phone"),
];

/// Shows the codes, newest first; those that are no longer good say so.
pub(super) fn mailbox_ui(
    ui: &mut Ui,
    words: &Words,
    seen: &SandboxSeen,
    around: Around<'_>,
    form: &mut SandboxForm,
    actions: &mut Vec<Action>,
) {
    if seen.mailbox.is_empty() {
        card(tokens(ui)).inner_margin(24).show(ui, |ui| {
            ui.set_width(WIDEST.min(ui.available_width()));
            semibold(ui, &words.text("mailbox-empty"), 14.0);
            muted(ui, &words.text("mailbox-empty.more"));
        });
        return;
    }
    let clear = words.text("mailbox-clear");
    if button(ui, ButtonKind::Plain, &clear, &clear).clicked() {
        actions.push(Action::Sandbox(SandboxAction::ClearMailbox));
    }
    let time = seen.time(around.now);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(WIDEST.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = 8.0;
        let count = seen.mailbox.len();
        for (index, message) in seen.mailbox.iter().enumerate() {
            // Counted from the oldest, so that a new one does not change the ids of those below.
            ui.scope_builder(UiBuilder::new().id_salt(count - index), |ui| {
                card(tokens(ui)).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    message_ui(ui, words, message, message.expires_at > time, around, form);
                });
            });
        }
        ui.add_space(16.0);
    });
}

fn message_ui(ui: &mut Ui, words: &Words, message: &Message, good: bool, around: Around<'_>, form: &mut SandboxForm) {
    ui.spacing_mut().item_spacing.y = 4.0;
    let to = plain(&message.to, 80);
    ui.horizontal_wrapped(|ui| {
        let colours = tokens(ui);
        let colour = if good { colours.text } else { colours.mute };
        let code = RichText::new(plain(&message.code, 20)).font(FontId::monospace(20.0)).color(colour);
        ui.label(if good { code } else { code.strikethrough() });
        if good {
            let at = clock(message.at, around.time_zone);
            let what = words.with("mailbox-code", &[("to", to.as_str().into()), ("time", at.into())]);
            form.copied.copy_button(ui, words, &what, &message.code);
        } else {
            tag(ui, &words.text("mailbox-expired"));
        }
    });
    let channel = CHANNELS.iter().find(|(channel, _)| *channel == message.channel);
    let what_for = channel.and_then(|(_, key)| words.find(key));
    muted(ui, &what_for.map_or_else(|| plain(&message.channel, 60), std::borrow::Cow::into_owned));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let by = match message.by {
            Delivery::Email => words.text("mailbox-by-email"),
            Delivery::Sms => words.text("mailbox-by-sms"),
        };
        fact(ui, &by, &to);
        fact(ui, &words.text("mailbox-sent"), &clock(message.at, around.time_zone));
        fact(ui, &words.text("mailbox-good-until"), &clock(message.expires_at, around.time_zone));
        small_muted(ui, &plain(&message.channel, 60));
    });
}
