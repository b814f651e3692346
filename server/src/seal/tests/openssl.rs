//! Anyone with the key reads a letter with `openssl cms` and `unzip`; and what `openssl cms` makes, our CMS layer reads.

use super::{Letter, Office};
use crate::contents::File;
use crate::seal::signed::Verified;
use crate::seal::{Cause, Signer, enveloped, open, open_manifest, signed};
use evidence::SigningKey;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Whether a program is there; CI has both.
fn there(program: &str) -> bool {
    let there = Command::new(program).arg("-h").output().is_ok();
    if !there {
        #[expect(clippy::print_stderr, reason = "a skipped test says so")]
        {
            eprintln!("skipped: there is no `{program}` on this machine");
        }
    }
    there
}

/// A folder with an office's keys as PEM, to run `openssl` in.
struct Bench(TempDir);

impl Bench {
    fn new(sender: &Office, receiver: &Office) -> Self {
        let bench = Self(tempfile::tempdir().expect("a folder"));
        bench.write("sender.der", &sender.certificate);
        bench.write("sender.pk8", &sender.connection_pkcs8);
        bench.write("sealing.der", &receiver.sealing_certificate);
        bench.write("sealing.pk8", &receiver.sealing_pkcs8);
        for name in ["sender", "sealing"] {
            let (der, pk8) = (format!("{name}.der"), format!("{name}.pk8"));
            let (pem, key) = (format!("{name}.pem"), format!("{name}.key"));
            bench.runs(&["x509", "-inform", "DER", "-in", &der, "-out", &pem]);
            bench.runs(&["pkey", "-inform", "DER", "-in", &pk8, "-out", &key]);
        }
        bench
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, octets: &[u8]) {
        std::fs::write(self.path().join(name), octets).expect("a file is written");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path().join(name)).expect("a file is read")
    }

    fn run(&self, options: &[&str]) -> Result<(), String> {
        let output = Command::new("openssl")
            .current_dir(self.path())
            .args(options)
            .output()
            .expect("openssl runs");
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    fn runs(&self, options: &[&str]) {
        self.run(options)
            .unwrap_or_else(|error| panic!("openssl {options:?}: {error}"));
    }

    /// `openssl cms -decrypt` by the receiver, then `-verify` of the sender's signature.
    fn opened(&self, sealed: &[u8]) -> Result<Vec<u8>, String> {
        self.write("sealed.der", sealed);
        self.run(&[
            "cms",
            "-decrypt",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "sealed.der",
            "-recip",
            "sealing.pem",
            "-inkey",
            "sealing.key",
            "-out",
            "signed.der",
        ])?;
        self.run(&[
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "signed.der",
            "-CAfile",
            "sender.pem",
            "-purpose",
            "sslclient",
            "-out",
            "plain",
        ])?;
        Ok(self.read("plain"))
    }
}

fn senders() -> [Office; 2] {
    [Office::rsa_sender(), Office::sender()]
}

#[test]
fn openssl_and_unzip_read_a_letter() {
    if !there("openssl") {
        return;
    }
    for sender in senders() {
        let receiver = Office::receiver();
        let bench = Bench::new(&sender, &receiver);
        let files = [
            File {
                name: "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV".to_owned(),
                octets: b"\"4.1\",\"131016\"\r\n".repeat(100),
            },
            File {
                name: "添付.pdf".to_owned(),
                octets: b"%PDF-1.7 sample".to_vec(),
            },
        ];
        let letter = Letter::with(&files);
        // The other recipient stands beside it, as in every letter.
        let recipients = [sender.recipient(), receiver.recipient()];
        let envelope = letter.seal(&sender.signer, &recipients);

        let plain = bench
            .opened(&envelope.manifest)
            .expect("the manifest opens");
        let manifest: wire::Manifest = serde_json::from_slice(&plain).expect("a manifest");
        assert_eq!(manifest, letter.manifest);
        let contents = bench.opened(&envelope.body).expect("the body opens");
        assert_eq!(contents, letter.contents);

        if there("unzip") {
            bench.write("contents.zip", &contents);
            let status = Command::new("unzip")
                .current_dir(bench.path())
                .args(["-q", "contents.zip", "-d", "files"])
                .status()
                .expect("unzip runs");
            assert!(status.success());
            for file in &files {
                assert_eq!(bench.read(&format!("files/{}", file.name)), file.octets);
            }
        }

        let mut flipped = envelope.body.clone();
        *flipped.last_mut().expect("octets") ^= 1;
        assert!(
            bench.opened(&flipped).is_err(),
            "openssl refuses a wrong tag"
        );
    }
}

/// A certificate as a real authority would make it: names in Japanese, extensions, a long serial number.
#[test]
fn a_letter_by_an_outside_certificate_verifies() {
    if !there("openssl") {
        return;
    }
    let receiver = Office::receiver();
    let bench = Bench::new(&Office::sender(), &receiver);
    for new_key in ["rsa:3072", "ec:parameters"] {
        bench.runs(&["ecparam", "-name", "prime256v1", "-out", "parameters"]);
        bench.runs(&[
            "req",
            "-x509",
            "-newkey",
            new_key,
            "-nodes",
            "-keyout",
            "sender.key",
            "-utf8",
            "-subj",
            "/C=JP/O=見本国民健康保険団体連合会/OU=介護/CN=9970100018",
            "-days",
            "30",
            "-addext",
            "extendedKeyUsage=clientAuth",
            "-addext",
            "keyUsage=critical,digitalSignature",
            "-out",
            "sender.pem",
        ]);
        bench.runs(&[
            "x509",
            "-in",
            "sender.pem",
            "-outform",
            "DER",
            "-out",
            "sender.der",
        ]);
        bench.runs(&[
            "pkcs8",
            "-topk8",
            "-nocrypt",
            "-in",
            "sender.key",
            "-outform",
            "DER",
            "-out",
            "sender.pk8",
        ]);
        let certificate = bench.read("sender.der");
        let key = SigningKey::from_pkcs8(&bench.read("sender.pk8")).expect("a key");
        let signer = Signer::new(key, &certificate).expect("a signer");
        let letter = Letter::new();
        let envelope = letter.seal(&signer, &[receiver.recipient()]);
        assert_eq!(
            bench.opened(&envelope.body).expect("it opens"),
            letter.contents
        );
        open(&envelope, &[receiver.opening_key()], &[certificate]).expect("we open it too");
    }
}

/// What `openssl cms -sign` makes of some octets.
fn signed_by_openssl(bench: &Bench, rsa: bool, plain: &[u8]) -> Vec<u8> {
    bench.write("plain", plain);
    let mut options = vec![
        "cms",
        "-sign",
        "-binary",
        "-nodetach",
        "-md",
        "sha256",
        "-outform",
        "DER",
        "-in",
        "plain",
        "-signer",
        "sender.pem",
        "-inkey",
        "sender.key",
        "-out",
        "signed.der",
    ];
    if rsa {
        options.extend([
            "-keyopt",
            "rsa_padding_mode:pss",
            "-keyopt",
            "rsa_pss_saltlen:32",
        ]);
    }
    bench.runs(&options);
    bench.read("signed.der")
}

/// What `openssl cms -encrypt` makes of `signed.der`.
fn encrypted_by_openssl(bench: &Bench) -> Vec<u8> {
    bench.runs(&[
        "cms",
        "-encrypt",
        "-binary",
        "-aes-256-gcm",
        "-outform",
        "DER",
        "-in",
        "signed.der",
        "-recip",
        "sealing.pem",
        "-keyopt",
        "ecdh_kdf_md:sha256",
        "-out",
        "sealed.der",
    ]);
    bench.read("sealed.der")
}

#[test]
fn what_openssl_makes_is_read_and_then_refused_as_a_letter() {
    if !there("openssl") {
        return;
    }
    for (sender, rsa) in senders().into_iter().zip([true, false]) {
        let receiver = Office::receiver();
        let bench = Bench::new(&sender, &receiver);
        let letter = Letter::new();
        let plain = serde_json::to_vec(&letter.manifest).expect("a manifest");
        let signed = signed_by_openssl(&bench, rsa, &plain);
        let sealed = encrypted_by_openssl(&bench);
        let keys = [receiver.opening_key()];

        let decrypted = enveloped::decrypt(&sealed, &keys).expect("our layer decrypts");
        assert_eq!(*decrypted.octets, signed);
        let verified: Verified =
            signed::verify(&decrypted.octets, &sender.certificates()).expect("our layer verifies");
        assert_eq!(verified.content, plain);
        assert_eq!(
            verified.attributes(),
            None,
            "openssl cannot write our label attribute"
        );

        let label = serde_json::to_string(&letter.label).expect("a label");
        let answer = open_manifest(&label, &sealed, &keys, &sender.certificates());
        assert_eq!(answer.expect_err("no letter").cause(), Cause::Label);

        // With our envelope around it, and the label's digest as ukm, it is still no letter.
        let digest = evidence::digest(label.as_bytes());
        let ours = enveloped::encrypt(signed, &[receiver.recipient()], digest.as_ref())
            .expect("encrypted");
        let answer = open_manifest(&label, &ours, &keys, &sender.certificates());
        assert_eq!(answer.expect_err("no letter").cause(), Cause::Label);
    }
}

/// Everything that `openssl cms` offers beside what a letter is made of.
#[test]
fn other_algorithms_are_refused() {
    if !there("openssl") {
        return;
    }
    let (sender, receiver) = (Office::rsa_sender(), Office::receiver());
    let bench = Bench::new(&sender, &receiver);
    let keys = [receiver.opening_key()];
    let plain = b"plain";
    bench.write("plain", plain);
    signed_by_openssl(&bench, true, plain);
    let encrypt: [(&[&str], Cause); 4] = [
        // Another cipher, another KDF, no authentication at all, a recipient that is RSA.
        (
            &[
                "-aes-128-gcm",
                "-recip",
                "sealing.pem",
                "-keyopt",
                "ecdh_kdf_md:sha256",
            ],
            Cause::Algorithm,
        ),
        (
            &[
                "-aes-256-gcm",
                "-recip",
                "sealing.pem",
                "-keyopt",
                "ecdh_kdf_md:sha1",
            ],
            Cause::Algorithm,
        ),
        (
            &[
                "-aes-256-cbc",
                "-recip",
                "sealing.pem",
                "-keyopt",
                "ecdh_kdf_md:sha256",
            ],
            Cause::Structure,
        ),
        (&["-aes-256-gcm", "-recip", "sender.pem"], Cause::Structure),
    ];
    for (options, cause) in encrypt {
        let mut command = vec![
            "cms",
            "-encrypt",
            "-binary",
            "-outform",
            "DER",
            "-in",
            "signed.der",
            "-out",
            "sealed.der",
        ];
        command.extend(options);
        bench.runs(&command);
        let answer = enveloped::decrypt(&bench.read("sealed.der"), &keys);
        assert_eq!(answer.err(), Some(cause), "{options:?}");
    }
    let sign: [(&[&str], Cause); 5] = [
        // PKCS#1 v1.5, another salt, another digest, no attributes, a detached signature.
        (&["-md", "sha256", "-nodetach"], Cause::Algorithm),
        (
            &[
                "-md",
                "sha256",
                "-nodetach",
                "-keyopt",
                "rsa_padding_mode:pss",
                "-keyopt",
                "rsa_pss_saltlen:20",
            ],
            Cause::Algorithm,
        ),
        (
            &[
                "-md",
                "sha512",
                "-nodetach",
                "-keyopt",
                "rsa_padding_mode:pss",
                "-keyopt",
                "rsa_pss_saltlen:32",
            ],
            Cause::Algorithm,
        ),
        (
            &[
                "-md",
                "sha256",
                "-nodetach",
                "-noattr",
                "-keyopt",
                "rsa_padding_mode:pss",
                "-keyopt",
                "rsa_pss_saltlen:32",
            ],
            Cause::Structure,
        ),
        (
            &[
                "-md",
                "sha256",
                "-keyopt",
                "rsa_padding_mode:pss",
                "-keyopt",
                "rsa_pss_saltlen:32",
            ],
            Cause::Structure,
        ),
    ];
    for (options, cause) in sign {
        let mut command = vec![
            "cms",
            "-sign",
            "-binary",
            "-outform",
            "DER",
            "-in",
            "plain",
            "-signer",
            "sender.pem",
            "-inkey",
            "sender.key",
            "-out",
            "signed.der",
        ];
        command.extend(options);
        bench.runs(&command);
        let answer = signed::verify(&bench.read("signed.der"), &sender.certificates());
        assert_eq!(answer.err(), Some(cause), "{options:?}");
    }
    // Two signers, or a certificate more: a letter has one.
    bench.runs(&[
        "cms",
        "-sign",
        "-binary",
        "-nodetach",
        "-md",
        "sha256",
        "-outform",
        "DER",
        "-in",
        "plain",
        "-signer",
        "sender.pem",
        "-inkey",
        "sender.key",
        "-certfile",
        "sealing.pem",
        "-keyopt",
        "rsa_padding_mode:pss",
        "-keyopt",
        "rsa_pss_saltlen:32",
        "-out",
        "signed.der",
    ]);
    let answer = signed::verify(&bench.read("signed.der"), &sender.certificates());
    assert_eq!(answer.err(), Some(Cause::Structure));
}
