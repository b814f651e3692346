//! Packing, unpacking under caps, and names on their way to a disk.

use super::{
    ContentsError, FILES, File, TOTAL, content_disposition, for_saving, pack, safe_name, unpack,
    unpack_as,
};
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use wire::FileEntry;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn file(name: &str, octets: &[u8]) -> File {
    File {
        name: name.to_owned(),
        octets: octets.to_vec(),
    }
}

fn listed(files: &[File]) -> Vec<FileEntry> {
    files
        .iter()
        .map(|file| FileEntry {
            name: file.name.clone(),
            size: u64::try_from(file.octets.len()).expect("a size"),
            sha256: evidence::digest(&file.octets),
        })
        .collect()
}

/// A ZIP that a stranger's program made.
fn foreign(method: CompressionMethod, entries: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, octets) in entries {
        zip.start_file(*name, options).expect("an entry");
        zip.write_all(octets).expect("its octets");
    }
    zip.finish().expect("a ZIP").into_inner()
}

#[test]
fn files_come_back_in_their_order_octet_for_octet() {
    let files = [
        file(
            "UP2KYO_9970100018_43_9970200024_11_20251020143022.CSV",
            b"\x83\x5c,\"\r\n",
        ),
        file("同意書 (写し).pdf", b"%PDF-1.7"),
        file("empty", b""),
    ];
    assert_eq!(
        unpack(&pack(&files).expect("packed")).expect("unpacked"),
        files
    );
}

#[test]
fn the_same_files_give_the_same_octets() {
    let files = [file("b", b"2"), file("a", b"1")];
    assert_eq!(pack(&files), pack(&files));
}

#[test]
fn names_are_data() {
    for name in [
        "../../etc/passwd",
        "..\\x",
        "/abs",
        "C:\\a",
        "a/",
        "CON",
        "a\0b",
        "",
        " ",
        "\u{202e}gpj.exe",
    ] {
        let files = [file(name, b"octets"), file("other", b"more")];
        let packed = pack(&files).expect("packed");
        assert_eq!(
            unpack_as(&listed(&files), &packed).expect("unpacked"),
            files,
            "{name:?}"
        );
    }
}

#[test]
fn two_files_of_one_name_keep_their_names() {
    let files = [
        file("a.pdf", b"1"),
        file("2_a.pdf", b"2"),
        file("a.pdf", b"3"),
        file("a.pdf", b"4"),
    ];
    let packed = pack(&files).expect("packed");
    let names: Vec<_> = unpack(&packed)
        .expect("unpacked")
        .into_iter()
        .map(|file| file.name)
        .collect();
    assert_eq!(names, ["a.pdf", "2_a.pdf", "3_a.pdf", "4_a.pdf"]);
    assert_eq!(
        unpack_as(&listed(&files), &packed).expect("unpacked"),
        files
    );
    let files = [file("a", b"1"), file("a", b"2"), file("2_a", b"3")];
    let packed = pack(&files).expect("packed");
    assert_eq!(
        unpack_as(&listed(&files), &packed).expect("unpacked"),
        files
    );
}

#[test]
fn files_that_are_not_those_of_the_manifest_are_refused() {
    let files = [file("a", b"1"), file("b", b"2")];
    let packed = pack(&files).expect("packed");
    let list = listed(&files);
    assert!(unpack_as(&list, &packed).is_ok());
    let exchanged = [list[1].clone(), list[0].clone()];
    let mut longer = list.clone();
    longer[0].size += 1;
    for wrong in [&list[..1], &exchanged, &longer, &[]] {
        assert_eq!(unpack_as(wrong, &packed), Err(ContentsError::NotAsListed));
    }
}

#[test]
fn t22_a_zip_bomb_is_refused() {
    let zeros = vec![0; 10 * 1024 * 1024];
    let bomb = foreign(CompressionMethod::Deflated, &[("zeros", &zeros)]);
    assert!(bomb.len() < 20_000, "it is small: {}", bomb.len());
    assert_eq!(unpack(&bomb), Err(ContentsError::TooDense));
}

#[test]
fn t22_too_much_in_all_is_refused() {
    // Each entry is honest; together they are a megabyte too many.
    let mut noise = vec![0; 1024 * 1024];
    aws_lc_rs::rand::fill(&mut noise).expect("random numbers");
    let names: Vec<String> = (0..=TOTAL / (1024 * 1024)).map(|n| n.to_string()).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), noise.as_slice()))
        .collect();
    assert_eq!(
        unpack(&foreign(CompressionMethod::Stored, &entries)),
        Err(ContentsError::TooLarge)
    );
    let files: Vec<File> = names.iter().map(|name| file(name, &noise)).collect();
    assert_eq!(pack(&files), Err(ContentsError::TooLarge));
}

#[test]
fn t22_too_many_files_are_refused() {
    let files: Vec<File> = (0..=FILES).map(|n| file(&n.to_string(), b"")).collect();
    assert_eq!(pack(&files), Err(ContentsError::TooMany));
    assert!(pack(&files[..FILES]).is_ok());
    let names: Vec<String> = (0..=FILES).map(|n| n.to_string()).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(
        unpack(&foreign(CompressionMethod::Stored, &entries)),
        Err(ContentsError::TooMany)
    );
}

#[test]
fn an_honest_file_that_packs_densely_is_sent_all_the_same() {
    let files = [
        file("zeros.csv", &vec![b'0'; 3 * 1024 * 1024]),
        file("a", b"1"),
    ];
    let packed = pack(&files).expect("packed");
    assert_eq!(unpack(&packed).expect("unpacked"), files);
}

#[test]
fn what_is_no_zip_is_refused() {
    for octets in [&b""[..], b"PK", b"%PDF-1.7", &[0; 64]] {
        assert_eq!(unpack(octets), Err(ContentsError::Unreadable));
    }
    let mut cut = pack(&[file("a", b"octets")]).expect("packed");
    cut.truncate(cut.len() - 30);
    assert_eq!(unpack(&cut), Err(ContentsError::Unreadable));
}

#[test]
fn t26_names_are_made_safe_for_a_disk() {
    let cases = [
        ("UPPLAN_202511.CSV", "UPPLAN_202511.CSV"),
        ("提供票 11月.pdf", "提供票 11月.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\autoexec.bat", "C__autoexec.bat"),
        ("報告：11／25.pdf", "報告：11／25.pdf"),
        ("a.csv:hidden.exe", "a.csv_hidden.exe"),
        ("a\0.csv", "a.csv"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie_ x"),
        ("a.csv.", "a.csv"),
        ("a.csv . .", "a.csv"),
        (".htaccess", "htaccess"),
        ("CON", "_CON"),
        ("con.csv", "_con.csv"),
        ("NUL .txt", "_NUL .txt"),
        ("Com1.pdf", "_Com1.pdf"),
        ("LPT¹", "_LPT¹"),
        ("COM10.pdf", "COM10.pdf"),
        ("CONSENT.pdf", "CONSENT.pdf"),
        ("\u{202e}gpj.exe", "gpj.exe"),
        ("a\u{200b}\u{feff}.csv", "a.csv"),
        ("%2e%2e%2fa", "%2e%2e%2fa"),
        ("\"; filename=x", "_; filename=x"),
        ("", "file"),
        ("...", "file"),
        ("\u{202e}", "file"),
    ];
    for (name, expected) in cases {
        assert_eq!(safe_name(name), expected, "{name:?}");
    }
}

#[test]
fn t26_a_zip_with_safe_names_is_saved_as_it_travelled() {
    let packed = pack(&[file("提供票.pdf", b"1"), file("UPPLAN.CSV", b"2")]).expect("packed");
    assert_eq!(for_saving(packed.clone()), Ok(packed));
    assert_eq!(
        for_saving(b"no zip".to_vec()),
        Err(ContentsError::Unreadable)
    );
}

#[test]
fn t26_a_zip_with_an_unsafe_name_is_saved_under_safe_ones() {
    for name in [
        "../../etc/passwd",
        "a\\..\\b",
        "CON",
        "a:b",
        "folder/",
        "\u{202e}gpj.exe",
    ] {
        let packed = pack(&[file(name, b"octets"), file("good.csv", b"more")]).expect("packed");
        let saved = unpack(&for_saving(packed).expect("packed again")).expect("unpacked");
        assert_eq!(
            saved,
            [file(&safe_name(name), b"octets"), file("good.csv", b"more")]
        );
    }
}

#[test]
fn t26_a_link_is_saved_as_a_plain_file() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default())
        .expect("a link");
    let contents = zip.finish().expect("a ZIP").into_inner();
    let saved = for_saving(contents.clone()).expect("packed again");
    assert_ne!(saved, contents);
    let mut zip = zip::ZipArchive::new(Cursor::new(saved)).expect("a ZIP");
    assert!(!zip.by_index(0).expect("an entry").is_symlink());
}

#[test]
fn t26_long_names_keep_their_extension() {
    let long = format!("{}.pdf", "長".repeat(200));
    let safe = safe_name(&long);
    assert!(safe.len() <= 180 && safe.ends_with("長.pdf"), "{safe}");
    let dots = safe_name(&format!("{}.{}", "a".repeat(300), "b".repeat(300)));
    assert!(dots.len() <= 180 && !dots.ends_with('.'), "{dots}");
}

#[test]
fn t26_the_header_says_the_name_twice() {
    assert_eq!(
        content_disposition("提供票 11月 100%.pdf"),
        "attachment; filename=\"___ 11_ 100_.pdf\"; \
         filename*=UTF-8''%E6%8F%90%E4%BE%9B%E7%A5%A8%2011%E6%9C%88%20100%25.pdf"
    );
}

proptest! {
    #[test]
    fn t26_any_name_is_safe(name in any::<String>()) {
        let safe = safe_name(&name);
        prop_assert!(!safe.is_empty() && safe.len() <= 200);
        let refused = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c) || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(!safe.contains(refused));
        prop_assert!(!safe.starts_with(['.', ' ']) && !safe.ends_with(['.', ' ']));
        prop_assert_eq!(&safe_name(&safe), &safe, "safe already");

        let header = content_disposition(&name);
        prop_assert!(header.bytes().all(|octet| (0x20..0x7f).contains(&octet)));
        prop_assert_eq!(header.matches('"').count(), 2);
    }

    #[test]
    fn arbitrary_octets_never_panic(octets in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = unpack(&octets);
    }
}
