//! A sending unit before it is written: who sends what to whom, under which names.

use careplan::{Edition, Kind, SourceFile};

use super::{Row, Sheet, Style};

/// A unit as tables, so that a test can change one value in it.
#[derive(Debug, Clone)]
pub struct TestUnit {
    /// 事業所番号 and サービス種類コード of the sender, and of the receiver; the latter as the names write it.
    pub from: (String, String),
    pub to: (String, String),
    pub serial: String,
    /// The month in the names; none for units without one.
    pub month: Option<String>,
    pub edition: Edition,
    pub style: Style,
    pub sheets: Vec<Sheet>,
    /// The numbers of the images beside 利用者基本情報.
    pub images: Vec<usize>,
}

impl TestUnit {
    /// The files, image and all, in an order that means nothing.
    pub fn files(&self) -> Vec<SourceFile> {
        let sheet = |sheet: &Sheet| SourceFile {
            name: self.name(sheet.kind, "CSV"),
            bytes: sheet.bytes(self.edition, &self.style),
        };
        let image = |number: &usize| SourceFile {
            name: self.image_name(*number),
            bytes: b"\xFF\xD8\xFF\xE0 a picture".to_vec(),
        };
        let mut files: Vec<SourceFile> = self.images.iter().map(image).collect();
        files.extend(self.sheets.iter().map(sheet));
        files
    }

    /// The name of the file of a kind.
    pub fn name(&self, kind: Kind, end: &str) -> String {
        let month = match (&self.month, kind.has_month()) {
            (Some(month), true) => format!("_{month}"),
            (None, true) => "_000000".to_owned(),
            (_, false) => String::new(),
        };
        let party = |(office, service): &(String, String)| {
            if service.is_empty() {
                office.clone()
            } else {
                format!("{office}_{service}")
            }
        };
        let (from, to, serial) = (party(&self.from), party(&self.to), &self.serial);
        format!("{}{month}_{from}_{to}_{serial}.{end}", kind.prefix())
    }

    pub fn image_name(&self, number: usize) -> String {
        let name = self.name(Kind::BasicImage, "jpg");
        name.replace(".jpg", &format!("_{number:04}.jpg"))
    }

    pub fn has(&self, kind: Kind) -> bool {
        self.sheets.iter().any(|sheet| sheet.kind == kind)
    }

    pub fn sheet(&mut self, kind: Kind) -> &mut Sheet {
        let of_kind = |sheet: &&mut Sheet| sheet.kind == kind;
        self.sheets.iter_mut().find(of_kind).unwrap()
    }

    pub fn rows(&mut self, kind: Kind) -> &mut Vec<Row> {
        &mut self.sheet(kind).rows
    }
}
