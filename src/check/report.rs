//! Findings as one HTML page that loads nothing from anywhere.

use std::fmt::Write as _;

use careplan::{FindingGroup, Lang, Severity, group};

use super::{Outcome, text};

const STYLE: &str = "\
body{font:16px/1.7 \"Noto Sans JP\",\"BIZ UDPGothic\",\"Hiragino Sans\",\"Yu Gothic UI\",Meiryo,sans-serif;\
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1c;background:#fff}\
h2{font-size:1rem;overflow-wrap:anywhere;border-bottom:2px solid #949494;margin:2rem 0 .5rem}\
li{margin:.75rem 0}dl{margin:.25rem 0 0 1.5rem;display:grid;grid-template-columns:max-content 1fr;gap:0 1rem}\
dt{color:#4d4d4d}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}\
.word{font-weight:700;border:2px solid;border-radius:4px;padding:0 .5rem;margin-right:.5rem}\
.error{color:#ce0000}.warning{color:#6d4c00}.note{color:#00556b}@media print{h2{break-after:avoid}li{break-inside:avoid}}";

/// The words of the page in one language.
struct Words {
    lang: &'static str,
    title: &'static str,
    nothing: &'static str,
    found: &'static str,
    expected: &'static str,
    who: &'static str,
    more: &'static str,
}

const JA: Words = Words {
    lang: "ja",
    title: "ケアプランデータの点検結果",
    nothing: "直すところは見つかりませんでした。",
    found: "見つかった値",
    expected: "正しい値",
    who: "直し方",
    more: "同じ誤りの場所",
};

const EN: Words = Words {
    lang: "en",
    title: "Findings in care plan files",
    nothing: "Nothing to mend was found.",
    found: "Found",
    expected: "Expected",
    who: "Who",
    more: "The same at",
};

/// The page.
pub(super) fn page(outcome: &Outcome, lang: Lang) -> String {
    let words = match lang {
        Lang::Ja => &JA,
        Lang::En => &EN,
    };
    let mut body = String::new();
    let mut heading: Option<String> = None;
    for group in group(&outcome.findings) {
        let finding = group.first();
        let place = finding
            .file
            .as_deref()
            .or(finding.unit.as_deref())
            .unwrap_or_default()
            .to_owned();
        if heading.as_ref() != Some(&place) {
            let end = if heading.is_some() { "</ul>" } else { "" };
            push(
                &mut body,
                format_args!("{end}<h2>{}</h2><ul>", escape(&careplan::revealed(&place))),
            );
            heading = Some(place);
        }
        entry(&mut body, &group, words, lang);
    }
    body.push_str(if heading.is_some() { "</ul>" } else { "" });
    if outcome.findings.is_empty() {
        push(&mut body, format_args!("<p>{}</p>", words.nothing));
    }
    let (html_lang, title, sum) = (words.lang, words.title, text::sum(outcome, lang));
    format!(
        "<!doctype html><html lang=\"{html_lang}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{sum}</p>{body}</main></body></html>\n"
    )
}

/// One line of the list with its details.
fn entry(body: &mut String, group: &FindingGroup, words: &Words, lang: Lang) {
    let finding = group.first();
    let class = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let word = finding.severity.word(lang);
    let message = escape(&finding.message(lang));
    push(
        body,
        format_args!(
            "<li><span class=\"word {class}\">{word}</span>{message} ({})<dl>",
            finding.rule
        ),
    );
    let mut detail = |name: &str, value: &str| {
        push(
            body,
            format_args!("<dt>{name}</dt><dd>{}</dd>", escape(value)),
        );
    };
    if let Some(found) = &finding.found {
        detail(words.found, &text::quoted(found, lang));
    }
    detail(words.expected, finding.expected.in_lang(lang));
    detail(words.who, finding.who.words(lang));
    if group.count() > 1 {
        let places: Vec<String> = group
            .findings
            .iter()
            .map(|finding| finding.place(lang))
            .collect();
        detail(
            words.more,
            &format!(
                "{}: {}",
                group.count(),
                places.join(if lang == Lang::Ja { "、" } else { "; " })
            ),
        );
    }
    body.push_str("</dl></li>");
}

fn push(body: &mut String, text: std::fmt::Arguments<'_>) {
    body.write_fmt(text).expect("a String takes everything");
}

/// Text that cannot become markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
