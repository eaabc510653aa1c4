//! A path as a person types it.

use std::path::{Path, PathBuf};

/// What a typed path is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum WholePath {
    At(PathBuf),
    /// It does not say where it begins.
    Not,
}

/// Reads a path that was typed. `~/` is the home folder, as in a shell; a path has to begin somewhere, because a window has
/// no folder that a person knows it is in.
pub(super) fn whole_path(typed: &str) -> WholePath {
    let typed = typed.trim();
    let path = match (typed.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => Path::new(typed).to_owned(),
    };
    if path.is_absolute() { WholePath::At(path) } else { WholePath::Not }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_begins_at_the_root_or_at_home() {
        let root = std::env::temp_dir().join("a.har");
        assert_eq!(whole_path(&format!(" {} ", root.display())), WholePath::At(root));
        assert_eq!(whole_path("a.har"), WholePath::Not);
        assert_eq!(whole_path(""), WholePath::Not);
        let home = etcetera::home_dir().unwrap();
        assert_eq!(whole_path("~/a.har"), WholePath::At(home.join("a.har")));
    }
}
