//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::sandbox::SandboxArguments;
use crate::app::Choice;
use crate::genauth::{AppHost, HeaderFamily, Language};
use crate::sandbox::Fault;
use crate::session::{AccountSpace, SpaceName};

/// See, bind and unbind the accounts you sign in with. Without arguments it opens on its own sandbox.
#[derive(Debug, Parser)]
#[command(name = "bindery", version, disable_help_subcommand = true, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// Address of the application at the service.
    #[arg(long, help = "Address of the application, e.g. https://example.genauth.ai; http on 127.0.0.1 only", value_name = "URL", requires = "app_id", value_parser = app_host)]
    pub app_host: Option<AppHost>,
    /// Identifier of the application
    #[arg(long, value_name = "ID", requires = "app_host")]
    pub app_id: Option<String>,
    /// Which family of headers the service understands
    #[arg(long, value_enum, default_value_t = BrandArgument::Genauth)]
    pub brand: BrandArgument,
    /// Language of the window and of the service's messages; the system's if not given
    #[arg(long, value_enum)]
    pub language: Option<LanguageArgument>,
    /// Colours; the system's if not given
    #[arg(long, value_enum)]
    pub theme: Option<ThemeArgument>,
    /// A fault waiting in the sandbox, e.g. unlink-extidp=reset-after; may be given several times
    #[arg(long, value_name = "FAULT", conflicts_with = "app_host")]
    pub sandbox_fault: Vec<Fault>,
    /// File of account spaces; account-spaces.toml in the folder of configuration if not given
    #[arg(long, value_name = "FILE")]
    pub spaces: Option<PathBuf>,
    /// How much to tell on standard error
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, global = true)]
    pub log: LogLevel,
    /// What to do instead of opening the window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program does without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the sandbox alone, without a window, for testing a client of one's own
    Sandbox(SandboxArguments),
}

fn app_host(text: &str) -> Result<AppHost, String> {
    AppHost::parse(text).map_err(|error| error.to_string())
}

impl Arguments {
    /// Which account space they ask for.
    pub fn choice(&self) -> Choice {
        match (&self.app_host, &self.app_id) {
            (Some(app_host), Some(app_id)) => Choice::Service(AccountSpace {
                header_family: self.brand.into(),
                ..AccountSpace::of(SpaceName::Host, app_host.clone(), app_id.clone())
            }),
            _ => Choice::Sandbox { faults: self.sandbox_fault.clone() },
        }
    }
}

/// Which family of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BrandArgument {
    /// `x-genauth-`.
    Genauth,
    /// `x-authing-`.
    Authing,
}

impl From<BrandArgument> for HeaderFamily {
    fn from(brand: BrandArgument) -> Self {
        match brand {
            BrandArgument::Genauth => Self::GenAuth,
            BrandArgument::Authing => Self::Authing,
        }
    }
}

/// Which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LanguageArgument {
    /// English.
    #[value(name = "en")]
    English,
    /// 简体中文.
    #[value(name = "zh-CN")]
    SimplifiedChinese,
}

impl From<LanguageArgument> for Language {
    fn from(language: LanguageArgument) -> Self {
        match language {
            LanguageArgument::English => Self::English,
            LanguageArgument::SimplifiedChinese => Self::SimplifiedChinese,
        }
    }
}

/// Which colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeArgument {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How much the log tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What failed.
    Error,
    /// What went wrong but was handled.
    Warn,
    /// What happened.
    Info,
    /// Each call.
    Debug,
    /// Each frame.
    Trace,
}

impl LogLevel {
    /// The filter for the log: this level for the program, never more than warnings for what it is built from.
    ///
    /// Dependencies at their most verbose print what must stay secret: key presses, headers, messages on the bus.
    pub fn filter(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "warn,bindery=info",
            Self::Debug => "warn,bindery=debug",
            Self::Trace => "warn,bindery=trace",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::session::Keep;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_service_needs_both_host_and_application() {
        assert!(Arguments::try_parse_from(["bindery", "--app-host", "https://example.com"]).is_err());
        assert!(Arguments::try_parse_from(["bindery", "--app-id", "a"]).is_err());
        let both = Arguments::try_parse_from(["bindery", "--app-host", "https://example.com", "--app-id", "a"]);
        assert!(matches!(both.unwrap().choice(), Choice::Service(space) if space.keep == Keep::Keyring));
    }

    #[test]
    fn the_sandbox_alone_takes_its_own_options_and_the_log() {
        let parse = |words: &[&str]| Arguments::try_parse_from([&["bindery"], words].concat());
        let arguments = parse(&["sandbox", "--port", "4000", "--fault", "*=stall", "--log", "debug"]).unwrap();
        assert_eq!(arguments.log, LogLevel::Debug);
        let Some(Command::Sandbox(sandbox)) = arguments.command else { panic!("no subcommand") };
        assert_eq!((sandbox.port, sandbox.admin_port, sandbox.fault.len()), (Some(4000), None, 1));
        for words in [
            &["sandbox", "--theme", "dark"][..],
            &["--theme", "dark", "sandbox"],
            &["sandbox", "--ca-file", "ca.pem"],
            &["sandbox", "--port", "65536"],
            &["sandbox", "--fault", "nothing"],
        ] {
            assert!(parse(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn plain_http_is_refused_but_on_loopback() {
        let host = |url| Arguments::try_parse_from(["bindery", "--app-id", "a", "--app-host", url]);
        assert!(host("http://example.com").is_err());
        assert!(host("http://localhost:3000").is_err());
        assert!(host("http://127.0.0.1:3000").is_ok());
    }
}
