//! The command line's help in two languages.
//!
//! English stands in the doc comments of the commands; the Japanese beside it, in the table below.
//! A test holds that nothing is missing.

use clap::Command;

/// Language of help and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// 日本語
    Ja,
    /// English
    En,
}

impl Lang {
    /// The same, as the standard's findings are asked for their words.
    pub const fn of_findings(self) -> careplan::Lang {
        match self {
            Self::Ja => careplan::Lang::Ja,
            Self::En => careplan::Lang::En,
        }
    }

    /// The language asked for, read before the command line is: the help must know it.
    pub fn of(mut words: impl Iterator<Item = String>) -> Self {
        let mut asked = None;
        while let Some(word) = words.next() {
            match word.strip_prefix("--lang") {
                Some("") => asked = words.next(),
                Some(value) => asked = value.strip_prefix('=').map(str::to_owned),
                None => {}
            }
        }
        if asked.as_deref() == Some("en") {
            Self::En
        } else {
            Self::Ja
        }
    }
}

/// What each command and each option is for, in Japanese: `command`, `command/subcommand`, `command#option`.
const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan",
        "ケアプランリンク: ケアプランデータを送り、受け取り、点検します",
    ),
    ("careplan#lang", "説明と答えの言語"),
    (
        "careplan/check",
        "ファイルを標準仕様と照らして点検します（終了コード 0: エラーなし、1: エラーあり、2: 実行できず）",
    ),
    (
        "careplan/check#json",
        "見つかったことを1行ずつJSONで書きます",
    ),
    ("careplan/check#report", "点検結果を1枚のHTMLにも書きます"),
    (
        "careplan/check#excel",
        "点検結果をExcelで開ける表（CSV）にも書きます",
    ),
    (
        "careplan/check#office",
        "事業所番号: 送信元がこの番号のファイルは送るもの、ほかは受け取ったものとして点検します",
    ),
    (
        "careplan/check#now",
        "点検の基準にする日本の日時（例 2026-11-22T16:00:00、指定がなければ今）",
    ),
    (
        "careplan/check#stored",
        "取り込み済みの送信単位のフォルダ: 点検するファイルを、これと照らします（R-200からR-203）",
    ),
    (
        "careplan/check#limit",
        "この大きさ（MiB）を超えるファイルを警告します（R-039）",
    ),
    (
        "careplan/check#paths",
        "ファイルかフォルダ（フォルダは中まで点検し、送信単位はフォルダをまたぎません）",
    ),
];

fn japanese(key: &str) -> Option<&'static str> {
    JAPANESE
        .iter()
        .chain(crate::demo::JAPANESE)
        .chain(crate::show::JAPANESE)
        .chain(crate::compare::JAPANESE)
        .chain(crate::verify::JAPANESE)
        .chain(crate::hub::JAPANESE)
        .chain(crate::hub::MORE.iter().copied().flatten())
        .chain(crate::server::JAPANESE)
        .find(|(known, _)| *known == key)
        .map(|(_, text)| *text)
}

/// The same command with its help in `lang`.
pub fn localised(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Ja => in_japanese(command, "careplan"),
    }
}

fn in_japanese(mut command: Command, path: &str) -> Command {
    if let Some(text) = japanese(path) {
        command = command.about(text).long_about(text);
    }
    command =
        command.mut_args(
            |argument| match japanese(&format!("{path}#{}", argument.get_id())) {
                Some(text) => argument.help(text).long_help(text),
                None => argument,
            },
        );
    command.mut_subcommands(|subcommand| {
        let path = format!("{path}/{}", subcommand.get_name());
        in_japanese(subcommand, &path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
        if japanese(path).is_none() {
            found.push(path.to_owned());
        }
        for argument in command.get_arguments() {
            let key = format!("{path}#{}", argument.get_id());
            if japanese(&key).is_none() && !argument.is_global_set()
                || key == "careplan#lang" && japanese(&key).is_none()
            {
                found.push(key);
            }
        }
        for subcommand in command.get_subcommands() {
            missing(
                subcommand,
                &format!("{path}/{}", subcommand.get_name()),
                found,
            );
        }
    }

    #[test]
    fn every_command_and_option_is_explained_in_japanese() {
        let mut found = Vec::new();
        missing(&crate::Cli::command(), "careplan", &mut found);
        assert!(found.is_empty(), "without Japanese help: {found:#?}");
    }

    #[test]
    fn the_language_is_read_before_the_command_line() {
        let words = |text: &str| {
            text.split(' ')
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .into_iter()
        };
        assert_eq!(Lang::of(words("check --lang en x")), Lang::En);
        assert_eq!(Lang::of(words("--lang=en demo")), Lang::En);
        assert_eq!(Lang::of(words("--lang ja demo")), Lang::Ja);
    }
}
