//! Rules of a record of 利用者基本情報.

use super::{at, not_after};
use crate::file_name::FileName;
use crate::finding::Finding;
use crate::forms::Basic;
use crate::kind::Kind;

pub(super) fn check(row: Basic<'_>, name: &FileName, findings: &mut Vec<Finding>) {
    let (start, end) = (row.certification_start_date(), row.certification_end_date());
    findings.extend(not_after(90, row.0, 24, start, end));
    findings.extend(r150(row));
    findings.extend(r151(row));
    findings.extend(r152(row, name));
}

/// 相談方法(その他の内容) is given when 相談方法 is 03.
fn r150(row: Basic<'_>) -> Option<Finding> {
    let empty = row.consultation_method()? == "03" && !row.0.has(9);
    empty.then(|| at(150, row.0, 9))
}

/// 利用者の現況(状況補足) is given when 利用者の現況 is 02.
fn r151(row: Basic<'_>) -> Option<Finding> {
    let empty = row.user_current_state()? == "02" && !row.0.has(13);
    empty.then(|| at(151, row.0, 13))
}

/// the image has a name of its own kind, with the sender, receiver and serial of the file that names it.
fn r152(row: Basic<'_>, name: &FileName) -> Option<Finding> {
    let image = row.family_image_filename()?;
    (!names_an_image_of(&image, name)).then(|| at(152, row.0, 62))
}

/// Whether a name is one of an image beside a file.
pub(crate) fn names_an_image_of(image: &str, file: &FileName) -> bool {
    FileName::parse(image).is_some_and(|image| {
        image.kind == Kind::BasicImage
            && (image.from, image.to, image.serial) == (file.from, file.to, file.serial)
    })
}
