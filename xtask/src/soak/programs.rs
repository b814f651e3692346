//! The programs of a run: built once, and copied to where no later build reaches them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::scenarios::{Scenario, Target};
use crate::{place, shell};

impl Target {
    /// As cargo calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Hub => "hub",
            Self::PostRoom => "post_room",
        }
    }

    /// The folder of its package, in which cargo would run it.
    fn folder(self) -> PathBuf {
        match self {
            Self::Hub => place::root().to_owned(),
            Self::PostRoom => place::root().join("hub"),
        }
    }
}

/// Both test programs and the command `careplan`, in a folder of this run.
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Builds and copies them.
    ///
    /// # Errors
    /// When they do not compile.
    pub fn build() -> Result<Self> {
        let targets = [Target::Hub, Target::PostRoom];
        // The whole workspace, so that dependencies keep the features that every other build gives them.
        let mut cargo = shell::cargo();
        cargo.args(["test", "--locked", "--workspace", "--no-run"]);
        cargo.args(["--message-format", "json-render-diagnostics"]);
        for target in targets {
            cargo.args(["--test", target.name()]);
        }
        println!("Building the fault tests");
        let said = shell::output(&mut cargo)?;
        let folder = place::target().join(format!("soak-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        for target in targets {
            let built = executable(&said, target.name())?;
            copy(&built, &folder.join(target.name()))?;
        }
        copy(&place::binary(), &folder.join("careplan"))?;
        Ok(Self { folder })
    }

    /// Where they are, and what they write.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The command that runs a scenario, with other counts than its own where some are given.
    pub fn command(&self, scenario: &Scenario, counts: &[(&str, &str)]) -> Command {
        let mut test = shell::command(self.folder.join(scenario.target.name()));
        test.current_dir(scenario.target.folder());
        test.args([scenario.test, "--nocapture", "--test-threads=1"]);
        for (name, count) in scenario.counts.iter().chain(counts) {
            test.env(format!("CAREPLAN_SOAK_{name}"), count);
        }
        test.env("CAREPLAN_SOAK_BINARY", self.folder.join("careplan"));
        test
    }
}

impl Drop for Programs {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The test program of a name, out of what cargo says about what it has built.
fn executable(said: &str, name: &str) -> Result<PathBuf> {
    let messages = said
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    messages
        .filter(|message| {
            message["target"]["name"] == name && message["target"]["kind"][0] == "test"
        })
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .with_context(|| format!("cargo has built no test program {name}"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| from.display().to_string())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::executable;

    #[test]
    fn the_test_program_is_found_among_cargos_messages() {
        let said = r#"
{"reason":"compiler-artifact","target":{"name":"hub","kind":["lib"]},"executable":null}
{"reason":"compiler-artifact","target":{"name":"hub","kind":["test"]},"executable":"/there/hub-1"}
{"reason":"build-finished","success":true}"#;
        let found = executable(said, "hub").expect("it stands there");
        assert_eq!(found.to_str(), Some("/there/hub-1"));
        assert!(executable(said, "post_room").is_err());
    }
}
