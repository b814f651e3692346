//! The text that says how to check an evidence file with `openssl` and `unzip` alone.
//!
//! Its commands are those of this very file, made from the other files: whoever runs them in `bash` sees only good answers,
//! or the first bad one.

use super::{
    Files, HOW_TO, JOURNAL, LABEL, NOTICE, RECEIPT, WITHDRAWAL, mandate, proof, statement,
};
use evidence::{KeyKind, VerifyingKey};
use serde_json::Value;
use std::fmt::Write as _;
use wire::journal::InclusionProof;
use wire::{Digest, Mandate, Receipt};

const BEFORE: &str = "\
この証明の確かめ方 / How to check this evidence

必要なもの: openssl と unzip、コマンドを打つ bash。展開したフォルダで、下の「$ 」のあとの行を順に実行します。
どの行も誤りなく終われば、この証明は正しいものです。
鍵（journal.pem）と証明書は、連携基盤が公表しているものと同じであることを、別に確かめてください。

You need openssl, unzip and bash. Unzip this file, go into the folder, and run the lines after \"$ \" in their order.
If every one of them ends without an error, the evidence is good.
Whether the key (journal.pem) and the certificates are those that the hub's operator publishes is to be compared by other means.
";

/// The text, made from the other files alone.
pub fn write(files: &Files) -> (String, Vec<u8>) {
    let mut text = BEFORE.to_owned();
    receipt(&mut text, files);
    letter(&mut text, files);
    mandates(&mut text, files);
    statements(&mut text, files);
    ends(&mut text, files);
    proofs(&mut text, files);
    (HOW_TO.to_owned(), text.into_bytes())
}

fn step(text: &mut String, title: &str) {
    let _ = write!(text, "\n{title}\n\n");
}

fn run(text: &mut String, command: &str) {
    let _ = writeln!(text, "$ {command}");
}

fn read(files: &Files, name: &str) -> Vec<u8> {
    files.get(name).cloned().unwrap_or_default()
}

/// The options with which `openssl dgst` checks a signature of the key in a file of PEM.
fn options(pem: &[u8]) -> &'static str {
    let key = pem::parse(pem).ok().and_then(|block| {
        let der = block.contents();
        match block.tag() {
            "CERTIFICATE" => VerifyingKey::from_certificate(der).ok(),
            _ => VerifyingKey::from_spki(der).ok(),
        }
    });
    match key.map(|key| key.kind()) {
        Some(KeyKind::Rsa) => "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 ",
        _ => "",
    }
}

/// That a digest is the one that a signed text names.
fn is(text: &mut String, of: &str, digest: &Digest) {
    run(
        text,
        &format!("test \"$({of} | openssl dgst -sha256 -r | cut -c1-64)\" = {digest}"),
    );
}

fn receipt(text: &mut String, files: &Files) {
    step(
        text,
        "1. 連携基盤の受付の控え / The hub's receipt: its signature, the label and the sealed letter that it is for",
    );
    let pss = options(&read(files, JOURNAL));
    run(
        text,
        &format!(
            "openssl dgst -sha256 {pss}-verify {JOURNAL} -signature {RECEIPT}.sig {RECEIPT}.txt"
        ),
    );
    if let Ok(said) = serde_json::from_slice::<Receipt>(&read(files, &format!("{RECEIPT}.txt"))) {
        is(text, "cat label.json", &said.label_sha256);
        is(
            text,
            "cat envelope/manifest.der envelope/body.der",
            &said.stored_sha256,
        );
    }
}

fn letter(text: &mut String, files: &Files) {
    step(
        text,
        "2. 送信した事業所の署名とファイル / The sender's signature, and the files that it signed",
    );
    let verify = "openssl cms -verify -binary -noverify -nointern -certfile sender.pem -inform DER";
    run(
        text,
        &format!("{verify} -in opened/manifest.p7 -out manifest.json"),
    );
    run(
        text,
        &format!("{verify} -in opened/body.p7 -out contents.zip"),
    );
    run(
        text,
        "grep -q \"\\\"contents_sha256\\\":\\\"$(openssl dgst -sha256 -r contents.zip | cut -c1-64)\\\"\" manifest.json",
    );
    run(text, "unzip -t -q contents.zip");
    // Names of files are data; here each is known by its digest.
    for (name, octets) in files.iter().filter(|(name, _)| name.starts_with("files/")) {
        let place = name.split(['/', '_']).nth(1).unwrap_or_default();
        let digest = evidence::digest(octets);
        is(text, &format!("cat files/{place}_*"), &digest);
        run(
            text,
            &format!("grep -q '\"sha256\":\"{digest}\"' manifest.json"),
        );
    }
}

/// 代行: the mandate is signed by the office that it names, and the letter's label names the mandate.
fn mandates(text: &mut String, files: &Files) {
    for place in (1..).take_while(|place| files.contains_key(&format!("{}.txt", mandate(*place)))) {
        let name = mandate(place);
        step(
            text,
            &format!("2.{place}. 代行の委任 / The mandate under which an agent acted: {name}.txt"),
        );
        by_certificate(text, files, &name);
        let given = read(files, &format!("{name}.txt"));
        let given = serde_json::from_slice::<Mandate>(&given).ok();
        let named = given.map(|given| format!("\"acting_for\":\"{}\"", given.id));
        let label = String::from_utf8_lossy(&read(files, LABEL)).into_owned();
        // The others are those of whoever has signed for the receiver.
        if let Some(named) = named.filter(|named| label.contains(named)) {
            run(text, &format!("grep -q '{named}' {LABEL}"));
        }
    }
}

fn statements(text: &mut String, files: &Files) {
    for place in (1..).take_while(|place| files.contains_key(&format!("{}.txt", statement(*place))))
    {
        let name = statement(place);
        step(
            text,
            &format!("3.{place}. 受信した事業所の署名 / The receiver's signature: {name}.txt"),
        );
        by_certificate(text, files, &name);
        run(
            text,
            &format!(
                "grep -q \"\\\"receipt_sha256\\\":\\\"$(openssl dgst -sha256 -r {RECEIPT}.txt | cut -c1-64)\\\"\" {name}.txt"
            ),
        );
    }
}

/// The signature of a text by the certificate beside it.
fn by_certificate(text: &mut String, files: &Files, name: &str) {
    let pss = options(&read(files, &format!("{name}.pem")));
    run(
        text,
        &format!("openssl x509 -in {name}.pem -pubkey -noout > {name}.key"),
    );
    run(
        text,
        &format!("openssl dgst -sha256 {pss}-verify {name}.key -signature {name}.sig {name}.txt"),
    );
}

/// What became of a letter that nobody has collected: the sender took it back, or its time ran out.
fn ends(text: &mut String, files: &Files) {
    if files.contains_key(&format!("{WITHDRAWAL}.txt")) {
        let title = "3. 送信した事業所の取消 / The sender's signature under the withdrawal";
        step(text, title);
        by_certificate(text, files, WITHDRAWAL);
        run(
            text,
            &format!(
                "grep -q \"\\\"label_sha256\\\":\\\"$(openssl dgst -sha256 -r label.json | cut -c1-64)\\\"\" {WITHDRAWAL}.txt"
            ),
        );
    }
    if files.contains_key(&format!("{NOTICE}.txt")) {
        let title =
            "3. 連携基盤の不達の知らせ / The hub's signature under the notice of non-delivery";
        step(text, title);
        let pss = options(&read(files, JOURNAL));
        run(
            text,
            &format!(
                "openssl dgst -sha256 {pss}-verify {JOURNAL} -signature {NOTICE}.sig {NOTICE}.txt"
            ),
        );
        run(
            text,
            &format!(
                "grep -q \"\\\"receipt_sha256\\\":\\\"$(openssl dgst -sha256 -r {RECEIPT}.txt | cut -c1-64)\\\"\" {NOTICE}.txt"
            ),
        );
    }
}

fn proofs(text: &mut String, files: &Files) {
    for place in
        (1..).take_while(|place| files.contains_key(&format!("{}.entry.txt", proof(*place))))
    {
        let name = proof(place);
        step(
            text,
            &format!(
                "4.{place}. 連携基盤の記録 / The hub's journal (RFC 9162): from {name}.entry.txt to the signed checkpoint"
            ),
        );
        let pss = options(&read(files, JOURNAL));
        run(
            text,
            &format!(
                "openssl dgst -sha256 {pss}-verify {JOURNAL} -signature {name}.checkpoint.sig {name}.checkpoint.txt"
            ),
        );
        let path =
            serde_json::from_slice::<InclusionProof>(&read(files, &format!("{name}.proof.json")));
        let root = serde_json::from_slice::<Value>(&read(files, &format!("{name}.checkpoint.txt")));
        let (Ok(path), Ok(root)) = (path, root) else {
            continue;
        };
        run(
            text,
            &format!(
                "h=$( (printf '\\000'; cat {name}.entry.txt) | openssl dgst -sha256 -r | cut -c1-64)"
            ),
        );
        climb(text, &path);
        let root = root["root"].as_str().unwrap_or_default();
        run(text, &format!("test \"$h\" = \"{root}\""));
    }
    run(text, "echo OK");
}

/// From the leaf to the root: the hash beside the way comes to the left or to the right (RFC 9162 section 2.1.3.2).
fn climb(text: &mut String, proof: &InclusionProof) {
    let (mut place, mut last) = (proof.index, proof.size.saturating_sub(1));
    for beside in &proof.path {
        let left = place % 2 == 1 || place == last;
        let pair = if left {
            format!("{beside}$h")
        } else {
            // In braces: bash would take the digits that follow for a part of the name.
            format!("${{h}}{beside}")
        };
        run(
            text,
            &format!(
                "h=$(printf \"$(echo \"01{pair}\" | sed 's/../\\\\x&/g')\" | openssl dgst -sha256 -r | cut -c1-64)"
            ),
        );
        if left {
            while place != 0 && place % 2 == 0 {
                (place, last) = (place / 2, last / 2);
            }
        }
        (place, last) = (place / 2, last / 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::merkle::node_hash;
    use std::process::Command;

    #[test]
    fn bash_climbs_from_either_side_to_the_root() {
        let leaves = [b"one", b"two"].map(|text| evidence::digest(text));
        let root = node_hash(&leaves[0], &leaves[1]);
        for (index, leaf) in (0..).zip(&leaves) {
            let beside = if index == 0 { leaves[1] } else { leaves[0] };
            let mut text = format!("$ h={leaf}\n");
            let proof = InclusionProof {
                index,
                size: 2,
                path: vec![beside],
            };
            climb(&mut text, &proof);
            run(&mut text, &format!("test \"$h\" = {root}"));
            let commands: Vec<_> = text
                .lines()
                .filter_map(|line| line.strip_prefix("$ "))
                .collect();
            let mut bash = Command::new("bash");
            let status = bash.args(["-e", "-c", &commands.join("\n")]).status();
            assert!(status.is_ok_and(|status| status.success()), "leaf {index}");
        }
    }
}
