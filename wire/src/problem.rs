//! Errors as they cross the network: RFC 9457 problem details with a stable code and a sentence.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A problem (RFC 9457), sent as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:careplan-link:problem:` and the code.
    pub r#type: String,
    /// The sentence in Japanese; it can be shown to a person as it is.
    pub title: String,
    /// The sentence in English.
    pub title_en: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// What exactly, without personal data; for people who write software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What is wrong with which field of a form, if the problem is a form's (RFC 9457 section 3.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldProblem>>,
}

/// What is wrong with one field of a form, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The field's name in the form.
    pub field: String,
    /// The sentence in Japanese.
    pub text: String,
    /// The sentence in English.
    pub text_en: String,
}

impl Problem {
    /// The media type of a problem.
    pub const MEDIA_TYPE: &'static str = "application/problem+json";

    /// The problem of a code.
    pub fn new(code: Code) -> Self {
        Self {
            r#type: format!("urn:careplan-link:problem:{code}"),
            title: code.japanese().to_owned(),
            title_en: code.english().to_owned(),
            status: code.status(),
            code,
            detail: None,
            fields: None,
        }
    }

    /// The same problem, said more exactly.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

macro_rules! codes {
    ($( $(#[$doc:meta])* $name:ident, $code:literal, $status:literal, $ja:literal, $en:literal; )*) => {
        /// What went wrong, as a stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $( $(#[$doc])* $name, )*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// The code as it is written in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The sentence in Japanese.
            pub const fn japanese(self) -> &'static str {
                match self { $(Self::$name => $ja,)* }
            }

            /// The sentence in English.
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

codes! {
    /// The request cannot be understood.
    Invalid, "invalid", 400, "送られた内容を読み取れませんでした。画面を読み込み直してからもう一度お試しください。", "The request cannot be understood. Reload the page and try again.";
    /// Nobody is signed in, or the certificate is not registered.
    Unauthenticated, "unauthenticated", 401, "ログインしていないか、時間が経過しました。もう一度ログインしてください。", "Nobody is signed in, or the session has ended. Please sign in again.";
    /// Wrong user or password; never says which.
    LoginFailed, "login_failed", 401, "利用者IDまたはパスワードが違います。確かめてもう一度入力してください。", "The user or the password is wrong. Check them and try again.";
    /// Too many failed attempts.
    TooManyAttempts, "too_many_attempts", 429, "ログインの失敗が続いたため、しばらく受け付けません。少し待ってからもう一度お試しください。", "Too many failed attempts. Wait a little and try again.";
    /// The certificate is not registered at the hub.
    CertificateUnknown, "certificate_unknown", 401, "この証明書は連携基盤に登録されていません。連携基盤の窓口に連絡してください。", "This certificate is not registered at the hub. Contact the hub's operator.";
    /// Signed in, but without the right.
    Forbidden, "forbidden", 403, "この操作をする権限がありません。事業所の管理者に相談してください。", "You do not have the right to do this. Ask your office's administrator.";
    /// The request comes from another site.
    WrongOrigin, "wrong_origin", 403, "この画面以外からの操作は受け付けません。画面を読み込み直してください。", "Requests from other sites are refused. Reload the page.";
    /// The sender on the label is not the caller.
    SenderMismatch, "sender_mismatch", 403, "送信元の事業所番号が、証明書の事業所と違います。送信元を確かめてください。", "The sender on the label is not the office of the certificate.";
    /// No such thing, or not one's own.
    NotFound, "not_found", 404, "見つかりませんでした。取り消されたか、番号が違う可能性があります。", "Not found. It may have been withdrawn, or the number is wrong.";
    /// The path does not know the method.
    MethodNotAllowed, "method_not_allowed", 405, "この操作は受け付けていません。画面を読み込み直してからもう一度お試しください。", "The path does not know this method.";
    /// No office has this number.
    RecipientUnknown, "recipient_unknown", 404, "宛先の事業所は連携基盤に登録されていません。事業所番号とサービス種類を確かめてください。", "The recipient is not registered at the hub. Check its number and service type.";
    /// The office is registered, but has published no card yet.
    RecipientNotReady, "recipient_not_ready", 409, "宛先の事業所は受け取りの準備がまだ済んでいません。相手の事業所に連絡してください。", "The recipient is not ready to receive yet. Contact the office.";
    /// The receiving office is suspended.
    RecipientSuspended, "recipient_suspended", 403, "宛先の事業所は利用を停止しています。相手の事業所に連絡してください。", "The recipient is suspended. Contact the office.";
    /// The receiving office's licence has ended or not begun.
    RecipientExpired, "recipient_expired", 403, "宛先の事業所は利用期間の外です。相手の事業所に連絡してください。", "The recipient is outside its licence period. Contact the office.";
    /// A letter to oneself that is no test.
    RecipientIsSender, "recipient_is_sender", 403, "自分の事業所には送れません。宛先を確かめてください。", "A letter cannot be sent to one's own office, except as a test.";
    /// The sending office is suspended.
    SenderSuspended, "sender_suspended", 403, "この事業所は利用を停止しているため送信できません。連携基盤の窓口に連絡してください。", "This office is suspended and cannot send. Contact the hub's operator.";
    /// The sending office's licence has ended or not begun.
    SenderExpired, "sender_expired", 403, "この事業所は利用期間の外のため送信できません。受信したものは読めますので、更新の手続きをしてください。", "This office is outside its licence period and cannot send. What has arrived can still be read; please renew.";
    /// The id is in use for something else.
    IdInUse, "id_in_use", 409, "同じ番号で別の内容がすでに送信されています。新規作成からやり直してください。", "Another letter was already sent under this id. Start again with a new one.";
    /// The letter was collected before it could be withdrawn.
    AlreadyCollected, "already_collected", 409, "相手の事業所がすでに受け取ったため、取り消せません。相手の事業所に連絡してください。", "The recipient has already collected it, so it cannot be withdrawn. Contact the office.";
    /// Only what was collected can be answered.
    NotCollected, "not_collected", 409, "まだ受け取っていないため、回答できません。先に開いてください。", "It was not collected yet, so it cannot be answered. Open it first.";
    /// The sender has acted on the answer.
    AnswerSettled, "answer_settled", 409, "送信元が回答に応じて送り直したため、回答を変えられません。新しく届いたほうに回答してください。", "The sender has sent it again because of the answer, which can no longer be changed. Answer the newer letter.";
    /// The letter was withdrawn.
    Withdrawn, "withdrawn", 410, "送信元が取り消したため、開けません。", "The sender has withdrawn it, so it cannot be opened.";
    /// The letter's time has run out.
    Expired, "expired", 410, "保存期間が過ぎたため、開けません。送信元にもう一度送ってもらってください。", "Its time has run out, so it cannot be opened. Ask the sender to send it again.";
    /// The label contradicts itself or its path.
    LabelInvalid, "label_invalid", 422, "送信ラベルの内容が正しくありません。新規作成からやり直してください。", "The label contradicts itself or the request. Start again with a new letter.";
    /// The statement does not fit the letter.
    StatementInvalid, "statement_invalid", 422, "受け取りの記録の署名または内容が正しくありません。", "The statement's signature or content does not fit the letter.";
    /// The mandate's signature or content is wrong.
    MandateInvalid, "mandate_invalid", 422, "代行の内容または署名が正しくありません。相手の事業所と期間を確かめてください。", "The mandate's content or signature is wrong. Check the agent and the period.";
    /// The card's signature or content is wrong.
    CardInvalid, "card_invalid", 422, "宛先の事業所の鍵を確かめられないため、送信しません。連携基盤の窓口に連絡してください。", "The office's card cannot be verified. Contact the hub's operator.";
    /// The partner's key changed without the old key's word.
    CardChanged, "card_changed", 409, "宛先の事業所の鍵が変わりました。相手の事業所に電話などで確かめてから、鍵を承認してください。", "The recipient's key has changed. Confirm it with the office before accepting it.";
    /// An application that cannot be taken.
    ApplicationInvalid, "application_invalid", 422, "利用申請の内容が正しくありません。入力を確かめてもう一度申請してください。", "The application cannot be taken. Check what was entered and apply again.";
    /// One application at a time.
    ApplicationWaiting, "application_waiting", 409, "利用申請はすでに受け付けられています。結果をお待ちください。", "An application has been received already. Please wait for its result.";
    /// A certificate that cannot stand for the office.
    CertificateUnfit, "certificate_unfit", 422, "この証明書では接続できません。事業所の証明書か、有効期間の中かを確かめてください。", "This certificate cannot be used to connect. Check that it is the office's own and in its time.";
    /// Nothing was chosen.
    NothingToSend, "nothing_to_send", 422, "送信するファイルがありません。ファイルを選んでください。", "There is no file to send. Choose one.";
    /// A file of a kind that is not carried.
    FileNotAccepted, "file_not_accepted", 415, "送れるのはCSV、PDF、JPEGのファイルだけです。別の形式のファイルは外してください。", "Only CSV, PDF and JPEG files can be sent. Remove other files.";
    /// Larger than the limit.
    TooLarge, "too_large", 413, "大きさの上限を超えています。ファイルを分けて送ってください。", "It is larger than the limit. Send the files in several letters.";
    /// A compressed body.
    EncodingNotAccepted, "encoding_not_accepted", 415, "圧縮した内容は受け付けません。圧縮せずに送ってください。", "Compressed bodies are not accepted. Send it as it is.";
    /// The caller's clock is too far from the hub's.
    ClockSkewed, "clock_skewed", 400, "このサーバーの時計が大きくずれています。時計を合わせてからもう一度お試しください。", "This server's clock is too far off. Set the clock and try again.";
    /// A range that does not lie in the body.
    RangeNotSatisfiable, "range_not_satisfiable", 416, "指定された範囲がありません。", "The requested range does not lie in the body.";
    /// The letter cannot be decrypted or its signature is wrong.
    CannotOpen, "cannot_open", 422, "この受信データは開けませんでした。送信元にもう一度送ってもらい、続くときは窓口に報告してください。", "This letter could not be opened. Ask the sender to send it again, and report it if it happens again.";
    /// The hub does not answer.
    HubUnreachable, "hub_unreachable", 503, "連携基盤につながりません。つながり次第、自動で続けます。", "The hub cannot be reached. We go on by ourselves when it can.";
    /// The hub answered with a refusal.
    HubRefused, "hub_refused", 502, "連携基盤が受け付けませんでした。連携基盤の窓口に連絡してください。", "The hub refused. Contact the hub's operator.";
    /// Too many requests.
    RateLimited, "rate_limited", 429, "短い時間に操作が集中しています。少し待ってからもう一度お試しください。", "Too many requests in a short time. Wait a little and try again.";
    /// No space left.
    StorageFull, "storage_full", 507, "保存する場所が足りません。システムの管理者に連絡してください。", "There is no space left. Contact the administrator of the system.";
    /// Not now.
    Unavailable, "unavailable", 503, "ただいま受け付けられません。少し待ってからもう一度お試しください。", "Not available just now. Wait a little and try again.";
    /// Our fault.
    Internal, "internal", 500, "システムの内部で問題が起きました。続くときは、時刻を添えて窓口に連絡してください。", "Something went wrong inside the system. If it happens again, report it with the time.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_written_as_serde_writes_it() {
        for code in Code::ALL {
            let json = serde_json::to_string(code).expect("a code is a string");
            assert_eq!(json, format!("\"{code}\""));
        }
    }

    #[test]
    fn every_sentence_is_short_and_ends_as_one() {
        for code in Code::ALL {
            let sentence = code.japanese();
            assert!(sentence.ends_with('。'), "{code}: {sentence}");
            assert!(sentence.matches('。').count() <= 2, "{code}: {sentence}");
            assert!(code.english().ends_with('.'), "{code}");
        }
    }
}
