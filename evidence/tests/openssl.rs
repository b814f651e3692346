//! Anybody can check our signatures with `openssl dgst` alone.

mod support;

use evidence::receipt;
use std::path::Path;
use std::process::Command;
use support::{P256, RSA};

/// Whether `openssl` is there; CI has it.
fn openssl() -> bool {
    let there = Command::new("openssl").arg("version").output().is_ok();
    if !there {
        #[expect(clippy::print_stderr, reason = "a skipped test says so")]
        {
            eprintln!("skipped: there is no `openssl` on this machine");
        }
    }
    there
}

fn verify(folder: &Path, options: &[&str]) -> bool {
    let output = Command::new("openssl")
        .current_dir(folder)
        .args([
            "dgst",
            "-sha256",
            "-verify",
            "key.pem",
            "-signature",
            "signature",
        ])
        .args(options)
        .arg("text")
        .output()
        .expect("openssl runs");
    output.status.success()
}

#[test]
fn openssl_verifies_a_receipt() {
    openssl_verifies(
        |pair| {
            let (label, text) = (support::label(), support::label_text());
            let made = receipt::make(&support::key(pair), &support::deposit(&label, &text));
            let signed = made.expect("a receipt").signed;
            (signed.text, signed.signature)
        },
        ("9970100018", "9970100019"),
    );
}

#[test]
fn openssl_verifies_a_checkpoint() {
    openssl_verifies(
        |pair| {
            let signed = support::checkpoint(pair);
            (signed.text, signed.signature)
        },
        (r#""size":3"#, r#""size":4"#),
    );
}

/// What either key signs verifies, and does not any more once something in its text is replaced.
fn openssl_verifies(
    sign: impl Fn((&'static [u8], &'static [u8])) -> (String, wire::Octets),
    (before, after): (&str, &str),
) {
    if !openssl() {
        return;
    }
    let pss: &[&str] = &[
        "-sigopt",
        "rsa_padding_mode:pss",
        "-sigopt",
        "rsa_pss_saltlen:32",
    ];
    for (pair, options) in [(RSA, pss), (P256, &[])] {
        let key = support::key(pair);
        let (text, signature) = sign(pair);
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, octets: &[u8]| {
            std::fs::write(folder.path().join(name), octets).expect("a file is written");
        };
        write("key.der", &key.public_key());
        write("text", text.as_bytes());
        write("signature", signature.as_ref());
        let pem = Command::new("openssl")
            .current_dir(folder.path())
            .args([
                "pkey", "-pubin", "-inform", "DER", "-in", "key.der", "-out", "key.pem",
            ])
            .status()
            .expect("openssl runs");
        assert!(pem.success(), "openssl reads our public key");

        assert!(verify(folder.path(), options), "it verifies");
        let altered = text.replace(before, after);
        assert_ne!(altered, text);
        write("text", altered.as_bytes());
        assert!(!verify(folder.path(), options), "what was altered does not");
    }
}
