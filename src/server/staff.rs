//! `careplan server staff`: who may sign in.

use super::{administer, password};
use crate::answer::{say, say_json, words};
use crate::help::Lang;
use ::server::Config;
use ::server::administration::NewStaff;
use wire::OfficeNumber;
use wire::server_api::Role;

/// Add, list and remove members of staff
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a person to an office; the password is asked for
    Add(Add),
    /// List the staff
    List(List),
    /// Change a password; the person is signed out
    Password(Named),
    /// Remove a person; what the person did stays in the record
    Remove(Named),
}

#[derive(Debug, clap::Args)]
pub struct Add {
    /// The office's number
    #[arg(long, value_name = "N")]
    office: OfficeNumber,
    /// What the person may do
    #[arg(long, value_enum)]
    role: StaffRole,
    /// The name that colleagues know
    #[arg(long)]
    name: String,
    /// The user that is typed when signing in
    user: String,
}

#[derive(Debug, clap::Args)]
pub struct List {
    /// Print one JSON object for each person
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Named {
    /// The user
    user: String,
}

/// The roles, as they are written on the command line.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum StaffRole {
    /// Everything
    Administrator,
    /// Send and receive
    Exchange,
    /// Read what others have opened
    ReadOnly,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Administrator => Self::Administrator,
            StaffRole::Exchange => Self::Exchange,
            StaffRole::ReadOnly => Self::ReadOnly,
        }
    }
}

pub fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Add(add) => {
            let staff = NewStaff {
                password: password::ask_new(lang)?,
                user: add.user,
                name: add.name,
                office: add.office,
                role: add.role.into(),
            };
            let new = administer(config, async |administration| {
                administration.add_staff(staff).await
            })?;
            say(if new {
                words(lang, "職員を追加しました", "The person was added")
            } else {
                words(
                    lang,
                    "この利用者IDはすでにあります。事業所と権限だけを追加しました（パスワードは前のままです）",
                    "This user is known; only the office and the role were added (the password stays)",
                )
            })
        }
        Command::List(list) => {
            let staff = administer(config, async |administration| administration.staff().await)?;
            if list.json {
                return say_json(&staff);
            }
            for person in staff {
                let offices: Vec<_> = person
                    .offices
                    .iter()
                    .map(|(number, role)| match lang {
                        Lang::Ja => format!("{number} {}", role.japanese()),
                        Lang::En => format!("{number} {role:?}"),
                    })
                    .collect();
                say(format_args!(
                    "{}  {}  {}",
                    person.user,
                    person.name,
                    offices.join(", ")
                ))?;
            }
            Ok(())
        }
        Command::Password(Named { user }) => {
            let password = password::ask_new(lang)?;
            administer(config, async |administration| {
                administration.set_password(&user, &password).await
            })?;
            say(words(
                lang,
                "パスワードを変えました",
                "The password was changed",
            ))
        }
        Command::Remove(Named { user }) => {
            administer(config, async |administration| {
                administration.remove_staff(&user).await
            })?;
            say(words(lang, "職員を削除しました", "The person was removed"))
        }
    }
}
