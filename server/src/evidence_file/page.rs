//! The printable page: what the other files say, for people.

use super::{Files, LABEL, NOTICE, PAGE, RECEIPT, WITHDRAWAL, mandate, proof, statement};
use serde_json::Value;
use std::fmt::Write as _;

/// The page, made from the other files alone.
pub fn draw(files: &Files) -> (String, Vec<u8>) {
    let read = |name: &str| -> Value {
        files
            .get(name)
            .and_then(|octets| serde_json::from_slice(octets).ok())
            .unwrap_or_default()
    };
    let mut rows = String::new();
    let mut section = |title: &str, value: &Value| {
        let _ = write!(rows, "<tr><th colspan=\"2\">{}</th></tr>", escape(title));
        for (key, value) in value.as_object().into_iter().flatten() {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Null => "—".to_owned(),
                other => other.to_string(),
            };
            let _ = write!(
                rows,
                "<tr><td>{}</td><td>{}</td></tr>",
                escape(key),
                escape(&text)
            );
        }
    };
    section("送信ラベル / Label", &read(LABEL));
    section(
        "連携基盤の受付の控え / Receipt of the hub",
        &read(&format!("{RECEIPT}.txt")),
    );
    for place in (1..).take_while(|place| files.contains_key(&format!("{}.txt", mandate(*place)))) {
        let given = read(&format!("{}.txt", mandate(place)));
        section("代行の委任 / Mandate of an agent", &given);
    }
    for place in (1..).take_while(|place| files.contains_key(&format!("{}.txt", statement(*place))))
    {
        let stated = read(&format!("{}.txt", statement(place)));
        section("受信した事業所の記録 / Statement of the receiver", &stated);
    }
    for (name, title) in [
        (
            WITHDRAWAL,
            "送信した事業所の取消 / Withdrawal by the sender",
        ),
        (NOTICE, "連携基盤の不達の知らせ / Notice of non-delivery"),
    ] {
        let file = format!("{name}.txt");
        if files.contains_key(&file) {
            section(title, &read(&file));
        }
    }
    for place in
        (1..).take_while(|place| files.contains_key(&format!("{}.entry.txt", proof(*place))))
    {
        let name = proof(place);
        section(
            "連携基盤の記録 / Entry of the hub's journal",
            &read(&format!("{name}.entry.txt")),
        );
        section(
            "その時点の記録全体 / Checkpoint",
            &read(&format!("{name}.checkpoint.txt")),
        );
    }
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"><title>送受信の証明</title>\
         <style>body{{font-family:sans-serif;margin:2em}}table{{border-collapse:collapse;width:100%}}\
         th,td{{border:1px solid #888;padding:.3em .5em;text-align:left;vertical-align:top;word-break:break-all}}\
         th{{background:#eee}}td:first-child{{width:12em}}</style></head><body>\
         <h1>送受信の証明</h1><p>時刻は1970年1月1日0時（UTC）からのミリ秒です。確かめ方は how-to-check.txt にあります。</p>\
         <table>{rows}</table></body></html>\n"
    );
    (PAGE.to_owned(), page.into_bytes())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
