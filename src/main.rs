//! The `bindery` program: arguments, log, runtime, then the window or the sandbox alone.

use std::process::ExitCode;
use std::sync::Arc;

use bindery::app::{BROWSER_DEADLINE, CLIPBOARD_DEADLINE, Pace, Program, Setup, system_browser, system_clipboard};
use bindery::cli::{
    Arguments, Command, EXIT_NO_DISPLAY, EXIT_NO_RUNTIME, ThemeArgument, log_to, missing_display, serve_sandbox,
    system_language, unusable_display,
};
use bindery::genauth::Deadlines;
use bindery::session::{SpacesFile, Vault, data_folder};
use bindery::ui::{Window, Words, fonts};
use clap::Parser as _;
use eframe::egui;
use tracing_subscriber::util::SubscriberInitExt as _;

const ICON: &[u8] = include_bytes!("../assets/icon.png");

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to(arguments.log, std::io::stderr).init();
    if arguments.command.is_none()
        && let Some(missing) = missing_display(|name| std::env::var_os(name))
    {
        return ended(missing, EXIT_NO_DISPLAY);
    }
    // Two threads: one waits for the network while the other answers as the sandbox.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return ended(&format!("bindery: the runtime cannot start: {error}"), EXIT_NO_RUNTIME),
    };
    if let Some(Command::Sandbox(arguments)) = &arguments.command {
        return match runtime.block_on(serve_sandbox(arguments)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => ended(&format!("bindery: {failure}"), failure.status()),
        };
    }
    match open_window(&arguments, &runtime) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ended(&unusable_display(|name| std::env::var_os(name), &error.to_string()), EXIT_NO_DISPLAY),
    }
}

fn open_window(arguments: &Arguments, runtime: &tokio::runtime::Runtime) -> eframe::Result {
    let language = arguments.language.map_or_else(system_language, Into::into);
    let icon = eframe::icon_data::from_png_bytes(ICON).unwrap_or_default();
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Bindery")
            .with_app_id("bindery")
            .with_icon(icon)
            .with_inner_size([1280.0, 820.0])
            .with_min_inner_size([640.0, 420.0]),
        ..eframe::NativeOptions::default()
    };
    let theme = match arguments.theme {
        Some(ThemeArgument::Light) => egui::ThemePreference::Light,
        Some(ThemeArgument::Dark) => egui::ThemePreference::Dark,
        None => egui::ThemePreference::System,
    };
    let choice = arguments.choice();
    let spaces_file = arguments.spaces.clone().or_else(SpacesFile::default_path);
    let runtime = runtime.handle().clone();
    eframe::run_native(
        "bindery",
        options,
        Box::new(move |creation| {
            let context = creation.egui_ctx.clone();
            context.set_theme(theme);
            let waker = context.clone();
            let program = Program::new(Setup {
                runtime,
                wake: Arc::new(move || waker.request_repaint()),
                choice,
                vault: Vault::of_this_system(),
                language,
                time_zone: jiff::tz::TimeZone::system(),
                deadlines: Deadlines::default(),
                data_folder: data_folder(),
                spaces_file,
                open_address: system_browser(),
                browser_deadline: BROWSER_DEADLINE,
                clipboard: system_clipboard(),
                clipboard_deadline: CLIPBOARD_DEADLINE,
                pace: Pace::default(),
                checkpoints: None,
            });
            Ok(Box::new(Window::new(&context, fonts::definitions(None), Words::new(language), program)))
        }),
    )
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn ended(reason: &str, status: u8) -> ExitCode {
    eprintln!("{reason}");
    ExitCode::from(status)
}
