//! Every word on the screens, in Japanese and in English.
//!
//! A text that is missing in one language does not compile.
//! Sentences with numbers or names in them are functions of [`Lang`], at the end.

use crate::when;

/// The language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Ja,
    En,
}

impl Lang {
    /// The value of `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The texts.
    pub const fn text(self) -> &'static Text {
        match self {
            Self::Ja => &Text::JA,
            Self::En => &Text::EN,
        }
    }
}

macro_rules! texts {
    ($( $name:ident: $ja:literal, $en:literal; )*) => {
        /// One language's words.
        pub struct Text { $( pub $name: &'static str, )* }

        impl Text {
            pub const JA: Self = Self { $( $name: $ja, )* };
            pub const EN: Self = Self { $( $name: $en, )* };

            #[cfg(test)]
            fn all() -> Vec<(&'static str, &'static str, &'static str)> {
                vec![$( (stringify!($name), $ja, $en), )*]
            }
        }
    };
}

texts! {
    // Around every page.
    product: "ケアプランリンク", "Careplan Link";
    skip: "本文へ移動", "Skip to the content";
    demo: "見本", "Sample";
    demo_long: "見本です。架空の事業所と利用者で試せます。", "This is a sample with invented offices and persons.";
    navigation: "主なページ", "Main pages";
    language: "English", "日本語";
    logout: "ログアウト", "Sign out";
    office_label: "事業所", "Office";
    signed_in: "ログイン中", "Signed in";
    offline: "サーバーにつながりません。つながり次第、自動で続けます。", "The server cannot be reached. We go on by ourselves when it can.";
    hub_away: "連携基盤につながりません。送信はお預かりし、つながり次第、自動で送ります。", "The hub cannot be reached. What you send is kept and goes out by itself when it can.";
    loading: "読み込んでいます。", "Loading.";
    retry: "もう一度試す", "Try again";
    not_found_title: "ページが見つかりません", "No such page";
    not_found: "このページはありません。上のメニューから選んでください。", "There is no such page. Choose one from the menu above.";

    // 利用状況, 利用申請.
    settings: "設定", "Settings";
    participation: "利用状況", "Participation";
    licence_period: "利用期間", "Licence";
    announcements: "お知らせ", "Announcements";
    application: "利用申請", "Application";
    applied_at: "申請日時", "Applied";
    decided_at: "決定日時", "Decided";
    return_reason: "差し戻しの理由：", "Why it was returned:";
    apply_title: "利用申請をする", "Apply";
    apply_lead: "連携基盤の窓口が確かめて承認すると、自動で利用を始めます。", "Once the hub's operator has looked at it and approved, this office begins by itself.";
    office_telephone: "事業所の電話番号", "The office's telephone number";
    office_email: "事業所のメールアドレス", "The office's e-mail address";
    service_types: "サービス種類", "Service types";
    other_services: "ほかのサービス種類から選ぶ", "Choose from other service types";
    connect_with: "接続に使う証明書", "Certificate for the connection";
    with_made: "このサーバーで新しく作る（鍵はサーバーの外に出ません）", "Made by this server (the key never leaves it)";
    with_file: "請求用の証明書のファイルを使う", "The certificate that is used for claims, from a file";
    certificate_file: "証明書のファイル（.p12または.pfx）", "The certificate's file (.p12 or .pfx)";
    certificate_password: "証明書のパスワード", "The certificate's password";
    apply: "申請する", "Apply";
    applying: "申請しています。", "Applying.";

    // Roles.
    role_administrator: "管理者", "Administrator";
    role_exchange: "送受信", "Send and receive";
    role_read_only: "閲覧のみ", "Read only";

    // ログイン.
    login: "ログイン", "Sign in";
    user: "利用者ID", "User";
    password: "パスワード", "Password";
    login_again_title: "もう一度ログインしてください", "Please sign in again";
    login_again: "時間が経過したため、ログインが切れました。画面の内容はそのまま残っています。", "Your session has ended. Everything on the page is still there.";
    login_needed: "利用者IDとパスワードを入力してください。", "Enter your user and password.";
    login_check: "ログインせずにファイルを点検する", "Check files without signing in";
    forgot: "パスワードを忘れたときは、事業所の管理者に相談してください。", "If you have forgotten your password, ask your office's administrator.";
    logging_in: "確かめています。", "Checking.";

    // Lists.
    inbox: "受信一覧", "Received";
    send: "新規作成", "New";
    sent: "送信一覧", "Sent";
    check: "ファイルを点検する", "Check files";
    received_at: "受信日時", "Received";
    sent_at: "送信日時", "Sent";
    from_office: "送信元事業所", "From";
    to_office: "送信先事業所", "To";
    note: "メッセージ", "Message";
    file_name: "ファイル名", "Files";
    file_kind: "ファイル種別", "Kind";
    state: "状態", "State";
    unread: "未読", "Unread";
    inbox_empty: "受信したものはまだありません。届くと、この一覧に自動で表示されます。", "Nothing has arrived yet. What arrives appears here by itself.";
    sent_empty: "送信したものはまだありません。「新規作成」から送信できます。", "Nothing has been sent yet. Start with “New”.";
    older: "さらに古いものを表示", "Show older ones";
    no_note: "なし", "None";

    // 予定と実績, and what is new in a plan.
    compare: "予定と実績", "Plan and results";
    compare_link: "予定と実績を比べる", "Compare plan and results";
    comparing: "予定と実績を比べています。", "Comparing plan and results.";
    no_plan: "この月の予定（提供票）が見つかりません。送信一覧にあるか確かめてください。", "There is no plan of this month. Look whether it is among what was sent.";
    no_results: "実績が見つかりません。実績のファイルも入れてください。", "There are no results. Add the files with results.";
    awaited: "未着の事業所", "Offices without results (not arrived)";
    unread_results: "未読の実績を開く", "Open the unread results";
    print: "印刷", "Print";
    changes: "前の予定から変わったところ", "Changed since the plan before";
    changes_lead: "同じ月の前の予定と比べました。", "Compared with the plan before of the same month.";

    // 文字と形式を直す.
    doctor: "文字と形式を直す", "Mend characters and form";
    doctor_lead: "次のところは、ここで直せます。置き換える字を確かめてから、「この内容で直す」を押してください。", "These can be mended here. Look at what is to stand in their places, then press “Mend like this”.";
    doctor_nothing: "まだ置き換える字が入力されていません。", "Nothing has been typed yet.";
    mend: "この内容で直す", "Mend like this";
    mended_now: "直した写しを使います。元のファイルは残してあり、いつでも戻せます。", "The mended copies are used. The originals are kept and can be restored at any time.";
    mended: "直した文字", "Mended";
    unmend: "元に戻す", "Restore the originals";
    save_mended: "直したファイルを保存", "Save the mended files";

    // Kinds of letters.
    register: "登録", "Register";
    delete: "削除", "Delete";
    files_only: "PDF等", "PDF etc.";
    test_letter: "試し送信", "Test";
    forwarded: "転送", "Forwarded";
    unit_plan_documents: "居宅サービス計画書（第1表〜第3表）", "Care plan (tables 1 to 3)";
    unit_monthly_plan: "提供票（第6表・第7表）", "Monthly plan (tables 6 and 7)";
    unit_plan_documents_delete: "居宅サービス計画書の削除", "Deletion of a care plan";
    unit_monthly_plan_delete: "提供票の削除", "Deletion of a monthly plan";
    unit_result: "実績情報（第6表）", "Results (table 6)";
    unit_result_delete: "実績情報の削除", "Deletion of results";
    unit_preventive_basic: "利用者基本情報", "Basic information of the user";
    unit_preventive_plan: "介護予防サービス・支援計画書", "Preventive care plan";
    unit_preventive_plan_with_basic: "介護予防サービス・支援計画書と利用者基本情報", "Preventive care plan with basic information";
    unit_preventive_basic_delete: "利用者基本情報の削除", "Deletion of basic information";
    unit_preventive_plan_delete: "介護予防サービス・支援計画書の削除", "Deletion of a preventive care plan";
    unit_unknown: "種類のわからないファイル", "Files of an unknown kind";
    attachments: "添付ファイル（PDF・JPEG）", "Attachments (PDF, JPEG)";

    // States.
    state_waiting: "送信待ち", "Waiting to be sent";
    state_failed: "送信できませんでした", "Could not be sent";
    state_arrived: "到着", "Arrived";
    state_collected: "受取済", "Collected";
    state_taken_in: "取込済", "Taken in";
    state_returned: "差し戻し", "Returned";
    state_refused: "取込不可", "Cannot be taken in";
    state_withdrawn: "取消済", "Withdrawn";
    state_unopened: "開けません", "Cannot be opened";
    state_expired: "期限切れ", "Expired";

    // 受信データ詳細確認, 送信済データ詳細確認.
    letter: "受信データ詳細確認", "Received letter";
    sent_letter: "送信済データ詳細確認", "Sent letter";
    back_to_inbox: "受信一覧に戻る", "Back to received";
    back_to_sent: "送信一覧に戻る", "Back to sent";
    telephone: "電話", "Telephone";
    month: "サービス提供年月", "Service month";
    persons: "利用者", "Persons";
    files: "ファイル", "Files";
    serial: "ファイル連番", "Serial";
    download: "ダウンロード", "Download";
    download_all: "まとめてダウンロード", "Download all";
    save_folder: "フォルダに保存", "Save into a folder";
    saved_folder: "選んだフォルダに保存しました。", "Saved into the folder.";
    saving_folder: "保存しています。", "Saving.";
    save_no_folder: "フォルダを選ばなかったため、保存していません。", "No folder was chosen, so nothing was saved.";
    save_forbidden: "フォルダへの保存が許可されませんでした。許可するか、「ダウンロード」を使ってください。", "Saving into the folder was not allowed. Allow it, or use “Download”.";
    save_taken: "同じ名前のファイルがあるため、保存しませんでした。別のフォルダを選んでください：", "A file of that name is there already, so nothing was saved. Choose another folder: ";
    save_failed: "フォルダに保存できませんでした。「ダウンロード」を使ってください。", "Could not save into the folder. Use “Download”.";
    opening: "開いています。", "Opening.";
    reading_files: "ファイルを読み取っています。", "Reading the files.";
    read_only_unread: "まだ誰も開いていません。開けるのは、送受信の権限がある職員です。", "Nobody has opened it yet. Staff who may send and receive can open it.";
    progress_title: "送信の経過", "How far it has come";
    copy_report: "報告用の情報を写す", "Copy a report";
    copied: "写しました。利用者の情報は含まれていません。", "Copied. It holds no personal data.";
    copy_failed: "写せませんでした。次の文を手で写してください。", "Could not copy. Please copy this text by hand.";
    image_preview: "画像の表示", "Picture";
    contradiction_title: "送信ラベルとファイルの内容が違います", "The label and the files differ";
    contradiction_fix: "送信元に電話などで確かめてください。", "Please ask the sender.";
    contradiction_from: "送信元が、ファイル名の送信元と違います。", "The sender differs from that in the file names.";
    contradiction_to: "宛先が、ファイル名の宛先と違います。", "The recipient differs from that in the file names.";
    contradiction_unit: "種類が、ファイルの種類と違います。", "The kind differs from that of the files.";
    contradiction_month: "サービス提供年月が、ファイル名の年月と違います。", "The service month differs from that in the file names.";
    contradiction_serial: "ファイル連番が、ファイル名の連番と違います。", "The serial differs from that in the file names.";
    contradiction_many: "1つの送信単位のはずが、複数の送信単位が入っています。", "It should hold one sending unit, but holds several.";
    contradiction_none: "送信単位のはずが、標準仕様のファイルが入っていません。", "It should hold a sending unit, but holds no file of the standard.";
    failed_files: "ファイルは残っています。理由がなくなれば、もう一度送れます。", "The files are still here. Once the reason is gone you can send them again.";
    failed_again: "このファイルで新規作成する", "Start a new letter with these files";

    // Reading files.
    drop_here: "ここにファイルをドロップ", "Drop files here";
    drop_hint: "フォルダごとドロップすることも、コピーして貼り付けることもできます。", "You can also drop whole folders, or paste copied files.";
    pick_files: "ファイルを選択", "Choose files";
    pick_folder: "フォルダを選択", "Choose a folder";
    cancel: "中止する", "Stop";
    cancelled: "読み取りを中止しました。", "Reading was stopped.";
    reader_failed: "ファイルを読み取れませんでした。画面を読み込み直して、もう一度お試しください。", "The files could not be read. Reload the page and try again.";
    unpack_failed: "フォルダの中を読めませんでした。「ファイルを選択」を使ってください。", "The folder could not be read. Use “Choose files”.";
    checking: "内容を確かめています。", "Checking the contents.";
    remove: "外す", "Remove";
    remove_all: "すべて外す", "Remove all";
    bring_back: "元に戻す", "Undo";

    // Findings.
    findings: "確認の結果", "What was found";
    severity_error: "エラー", "Error";
    severity_warning: "警告", "Warning";
    severity_note: "お知らせ", "Note";
    no_findings: "エラーも警告もありません。", "There are no errors and no warnings.";
    found: "値", "Found";
    expected: "正しい形", "Expected";
    who: "直すところ", "Where to mend it";
    who_software: "介護ソフトで直す", "in the care software";
    who_here: "この画面で直す", "here";
    who_partner: "相手の事業所に連絡する", "by asking the partner";

    // 様式.
    forms: "様式を見る", "Forms";
    close_forms: "様式を閉じる", "Close the forms";
    no_forms: "この中に様式はありません。", "There is no form in here.";
    forms_failed: "様式を表示できませんでした。もう一度お試しください。", "The forms could not be shown. Please try again.";
    forms_of: "様式", "Forms of this person";
    person: "利用者を選ぶ", "Person";
    previous_person: "前の利用者", "Previous person";
    next_person: "次の利用者", "Next person";
    find_person: "利用者をさがす（氏名・カナ・被保険者番号）", "Find a person (name, kana, insured number)";
    none_found_person: "見つかりませんでした。氏名かカナか番号を変えてさがしてください。", "Nobody was found. Try another name or number.";
    previous_week: "前の週", "Previous week";
    next_week: "次の週", "Next week";
    whole_month: "月全体", "Whole month";
    one_week: "1週間ずつ", "Week by week";
    print_form: "この様式を印刷", "Print this form";
    print_person: "この利用者の様式をすべて印刷", "Print all forms of this person";
    print_all: "全員の様式を印刷", "Print the forms of all persons";
    tables: "ファイルの中身", "What is in the files";
    open_table: "表を開く", "Open the table";
    close_table: "表を閉じる", "Close the table";
    table_scroll: "表（横に動かせます）", "Table (scrolls sideways)";
    next_rows: "次の行", "Next rows";
    previous_rows: "前の行", "Previous rows";
    empty_table: "この表には行がありません。", "This table has no rows.";
    item: "項目", "Item";

    // 新規作成.
    step_choose: "ファイルを選ぶ", "Choose files";
    step_check: "内容を確認する", "Check the contents";
    step_done: "受付完了", "Accepted";
    letters_to_send: "送信するもの", "What will be sent";
    letters_held_back: "送信しないもの", "What will not be sent";
    held_back_hint: "エラーがあるため送信しません。「文字と形式を直す」で直せないものは、介護ソフトで直してからもう一度ドロップしてください。", "These have errors and are not sent. What cannot be mended on this page is mended in the care software; then drop it again.";
    check_contents: "内容を確認する", "Check the contents";
    nothing_sendable: "送信できるものがありません。エラーを直すか、ほかのファイルを選んでください。", "Nothing can be sent yet. Mend the errors or choose other files.";
    sender: "送信元", "From";
    recipient: "宛先", "To";
    who_reads: "この送信は、宛先の事業所と自事業所だけが開けます。", "Only the recipient and your own office can open this.";
    send_now: "送信する", "Send";
    back_to_choose: "ファイルの選択に戻る", "Back to the files";
    note_hint: "相手の事業所が読むメッセージです（なくても送れます）。", "The partner reads this message. It may stay empty.";
    recipient_checking: "宛先を確かめています。", "Checking the recipient.";
    new_recipient: "初めて送る宛先です。名前と番号を確かめてください。", "You have not sent to this office before. Check its name and number.";
    send_to_new: "この宛先に送る", "Send to this office";
    new_not_confirmed: "初めて送る宛先に「この宛先に送る」の印がないため、送信できません。", "A recipient is new and not ticked yet, so it cannot be sent.";
    newer_known: "同じ事業所から、同じ月のより新しいデータが届いています。古いこのデータで上書きしないでください。", "Newer data of the same month has arrived from this office. Do not overwrite it with this older one.";
    newer_open: "新しいほうを開く", "Open the newer one";
    send_this_person: "この利用者の情報も送る", "Send this person's data too";
    stranger_hint: "次の利用者には、宛先の事業所のサービスが第6表にありません。宛先が正しければ、確かめて印を付けてください。", "These persons have no service of the recipient in table 6. If the recipient is right, tick each.";
    ticks_missing: "印を付けていない利用者がいるため、送信できません。", "Some persons are not ticked yet, so it cannot be sent.";
    recipients_missing: "宛先を確かめ終わるまで、お待ちください。", "Wait until the recipients are checked.";
    leave_out: "この宛先には送らない", "Do not send this one";
    put_back: "やはり送る", "Send it after all";
    left_out: "送らないことにしました。", "Left out.";
    attach: "添付ファイルを加える", "Add attachments";
    attach_to: "添付先", "Attach to";
    attach_alone: "添付ファイルだけを送る", "Send attachments alone";
    attach_hint: "PDFとJPEGを、次のどれと一緒に送るか選んでください。", "Choose with which letter each PDF or JPEG goes.";
    find_office: "宛先をさがす", "Find the recipient";
    find_office_hint: "事業所番号または名前の一部を入力してください。", "Enter an office number or a part of a name.";
    find: "さがす", "Find";
    none_found: "見つかりませんでした。番号か名前を変えてさがしてください。", "Nothing was found. Try another number or name.";
    more_found: "ほかにもあります。名前を長くしてさがしてください。", "There are more. Enter more of the name.";
    chosen_recipient: "選んだ宛先", "Chosen recipient";
    choose_recipient_first: "添付ファイルの宛先を選んでください。", "Choose the recipient of the attachments.";
    accepted: "送信を受け付けました", "Accepted for sending";
    undo: "送信を取り消す", "Take back";
    undo_until_collected: "相手の事業所が受け取るまでは取り消せます。", "It can be taken back until the partner collects it.";
    undo_over: "相手の事業所が受け取ったため、取り消せません。", "The partner has collected it, so it cannot be taken back.";
    undone: "送信を取り消しました。", "Taken back.";
    next_title: "次にすること", "What next";
    next_sent: "送信一覧で、到着と受け取りを確かめる", "Watch it arrive in the list of sent letters";
    next_new: "続けて新規作成する", "Start another one";
    some_failed: "送信できなかったものがあります。", "Some could not be sent.";
    try_failed_again: "もう一度送信する", "Send again";
    waiting_network: "サーバーにつながりません。つながり次第、自動で続けます。", "The server cannot be reached. We go on by ourselves when it can.";
    read_only_send: "送信の権限がありません。事業所の管理者に相談してください。", "You may not send. Ask your office's administrator.";
    other_files: "送信できない種類のファイル", "Files of a kind that cannot be sent";

    // ファイルを点検する.
    check_lead: "ファイルを標準仕様と照らし合わせます。ファイルはこのブラウザーの外に出ません。", "Checks files against the standard. Nothing leaves this browser.";
}

impl Text {
    /// 送信単位 in words.
    pub fn unit(&self, name: Option<&str>) -> &'static str {
        match name {
            Some("plan_documents") => self.unit_plan_documents,
            Some("monthly_plan") => self.unit_monthly_plan,
            Some("plan_documents_delete") => self.unit_plan_documents_delete,
            Some("monthly_plan_delete") => self.unit_monthly_plan_delete,
            Some("result") => self.unit_result,
            Some("result_delete") => self.unit_result_delete,
            Some("preventive_basic") => self.unit_preventive_basic,
            Some("preventive_plan") => self.unit_preventive_plan,
            Some("preventive_plan_with_basic") => self.unit_preventive_plan_with_basic,
            Some("preventive_basic_delete") => self.unit_preventive_basic_delete,
            Some("preventive_plan_delete") => self.unit_preventive_plan_delete,
            _ => self.unit_unknown,
        }
    }

    /// A letter's state in words.
    pub fn state(&self, state: wire::State) -> &'static str {
        use wire::State;
        match state {
            State::Held | State::Queued => self.state_waiting,
            State::Failed => self.state_failed,
            State::Arrived => self.state_arrived,
            State::Collected => self.state_collected,
            State::TakenIn => self.state_taken_in,
            State::Returned => self.state_returned,
            State::Refused => self.state_refused,
            State::Withdrawn => self.state_withdrawn,
            State::Expired => self.state_expired,
        }
    }

    /// ファイル種別 (登録・削除・PDF等).
    pub fn letter_kind(&self, kind: wire::LetterKind, unit: Option<&str>) -> &'static str {
        use wire::LetterKind;
        match kind {
            LetterKind::Unit if unit.is_some_and(|name| name.ends_with("_delete")) => self.delete,
            LetterKind::Unit => self.register,
            LetterKind::Files => self.files_only,
            LetterKind::Test => self.test_letter,
            LetterKind::Forward => self.forwarded,
        }
    }

    /// What a member of staff may do.
    pub fn role(&self, role: wire::server_api::Role) -> &'static str {
        use wire::server_api::Role;
        match role {
            Role::Administrator => self.role_administrator,
            Role::Exchange => self.role_exchange,
            Role::ReadOnly => self.role_read_only,
        }
    }
}

impl Lang {
    /// One of two texts.
    pub const fn pick<'a>(self, ja: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    fn say(self, ja: String, en: String) -> String {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// 未読3件.
    pub fn unread(self, number: u64) -> String {
        let count = when::count(number);
        self.say(format!("未読{count}件"), format!("{count} unread"))
    }

    /// 3名.
    pub fn persons(self, number: usize) -> String {
        let count = when::count(number as u64);
        self.say(
            format!("{count}名"),
            format!("{count} {}", if number == 1 { "person" } else { "persons" }),
        )
    }

    /// 3件.
    pub fn files(self, number: usize) -> String {
        let count = when::count(number as u64);
        self.say(
            format!("{count}件"),
            format!("{count} {}", if number == 1 { "file" } else { "files" }),
        )
    }

    /// 送信を受け付けました（あと30秒は取り消せます）.
    pub fn accepted(self, seconds: i64) -> String {
        self.say(
            format!("送信を受け付けました（あと{seconds}秒は取り消せます）"),
            format!("Accepted for sending ({seconds} s left to take it back)"),
        )
    }

    /// 手順 2/3.
    pub fn step(self, number: u32, title: &str) -> String {
        self.say(
            format!("手順 {number}/3　{title}"),
            format!("Step {number} of 3: {title}"),
        )
    }

    /// How far reading has come.
    pub fn reading(self, done: u32, total: u32) -> String {
        self.say(
            format!("ファイルを読み取っています（{total}件のうち{done}件）。"),
            format!("Reading files ({done} of {total})."),
        )
    }

    /// The result of a drop, for the live region.
    pub fn read_result(self, files: usize, errors: u64, warnings: u64) -> String {
        self.say(
            format!(
                "{files}件のファイルを読み取りました。エラー{errors}件、警告{warnings}件です。"
            ),
            format!("{files} files were read. {errors} errors, {warnings} warnings."),
        )
    }

    /// 同じ誤りが 1,000 行.
    pub fn same_finding(self, number: u32) -> String {
        let count = when::count(u64::from(number));
        self.say(
            format!("同じ誤りが {count} 行"),
            format!("the same on {count} rows"),
        )
    }

    /// 3件目 E列, as the findings say it.
    pub fn place(self, record: Option<u32>, item: Option<u32>) -> String {
        match (record, item) {
            (Some(record), Some(item)) => {
                let column = column(item);
                self.say(
                    format!("{record}件目 {column}列"),
                    format!("Record {record}, column {column}"),
                )
            }
            (Some(record), None) => self.say(format!("{record}件目"), format!("Record {record}")),
            _ => self.say("ファイル全体".to_owned(), "the whole file".to_owned()),
        }
    }

    /// 1〜50件目（全1,000件）.
    pub fn rows(self, from: u32, to: u32, total: u32) -> String {
        let total = when::count(u64::from(total));
        self.say(
            format!("{from}〜{to}件目（全{total}件）"),
            format!("records {from} to {to} of {total}"),
        )
    }

    /// ほか2件, behind the name of a file.
    pub fn and_more_files(self, more: u32) -> String {
        self.say(format!("ほか{more}件"), format!("and {more} more"))
    }

    /// 3件のファイルを外しました。
    pub fn put_away(self, files: usize) -> String {
        self.say(
            format!("{files}件のファイルを外しました。"),
            format!("{files} files were removed."),
        )
    }

    /// 12秒.
    pub fn seconds(self, seconds: i64) -> String {
        self.say(format!("{seconds}秒"), format!("{seconds} s"))
    }

    /// How many letters have been handed over.
    pub fn sending(self, done: usize, total: usize, percent: u32) -> String {
        self.say(
            format!("送信しています（{total}通のうち{done}通、{percent}%）。"),
            format!("Sending ({done} of {total} letters, {percent} %)."),
        )
    }

    /// Which person of how many.
    pub fn person_of(self, number: usize, total: usize) -> String {
        self.say(
            format!("{total}名のうち{number}人目"),
            format!("{number} of {total}"),
        )
    }

    /// How many persons a search has found.
    pub fn found(self, number: usize) -> String {
        if number == 0 {
            return self.text().none_found_person.to_owned();
        }
        let count = when::count(number as u64);
        self.say(
            format!("{count}名が見つかりました。"),
            format!("{count} found."),
        )
    }

    /// What a comparison found.
    pub fn compared(self, differences: u32, differing: u32, agreeing: u32) -> String {
        match self {
            Self::Ja => format!(
                "違い{differences}件（利用者{differing}人）。予定どおりの利用者は{agreeing}人です。"
            ),
            Self::En => format!(
                "{differences} differences ({differing} persons). {agreeing} persons are as planned."
            ),
        }
    }

    /// A place, and how many more there are.
    pub fn place_and_more(self, place: &str, more: usize) -> String {
        match (self, more) {
            (_, 0) => place.to_owned(),
            (Self::Ja, _) => format!("{place} ほか{more}か所"),
            (Self::En, _) => format!("{place} and {more} more"),
        }
    }

    /// How many sheets have been prepared for the printer.
    pub fn preparing(self, done: usize, total: usize) -> String {
        self.say(
            format!("印刷の準備をしています（{total}枚のうち{done}枚）。"),
            format!("Preparing to print ({done} of {total} forms)."),
        )
    }

    /// サービス提供年月 in words.
    pub fn month(self, yyyymm: &str) -> String {
        match self {
            Self::Ja => format!("{}分", when::month(yyyymm)),
            Self::En => yyyymm.get(..4).zip(yyyymm.get(4..)).map_or_else(
                || yyyymm.to_owned(),
                |(year, month)| format!("{year}-{month}"),
            ),
        }
    }

    /// 1通目.
    pub fn letter_number(self, number: usize) -> String {
        self.say(format!("{number}通目"), format!("Letter {number}"))
    }

    /// The file of a button, for people who do not see the row.
    pub fn of_file(self, name: &str) -> String {
        self.say(format!("（{name}）"), format!(" ({name})"))
    }
}

/// The column as spreadsheets name it: A for item 1, AA for item 27.
fn column(item: u32) -> String {
    let letter = |place: u32| char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
    let place = item.saturating_sub(1);
    match place / 26 {
        0 => letter(place).to_string(),
        tens => [letter(tens - 1), letter(place)].iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_the_findings_name_them() {
        let place = |item| Lang::Ja.place(Some(2), Some(item));
        assert_eq!(place(1), "2件目 A列");
        assert_eq!(place(26), "2件目 Z列");
        assert_eq!(place(27), "2件目 AA列");
        assert_eq!(place(72), "2件目 BT列");
        assert_eq!(Lang::En.place(Some(2), Some(10)), "Record 2, column J");
    }

    #[test]
    fn no_text_is_empty() {
        for (name, ja, en) in Text::all() {
            assert!(!ja.is_empty() && !en.is_empty(), "{name}");
        }
    }

    #[test]
    fn sentences_are_short() {
        for (name, ja, _) in Text::all() {
            assert!(ja.matches('。').count() <= 2, "{name}: {ja}");
        }
    }

    #[test]
    fn the_words_of_the_official_system_are_kept() {
        let text = Lang::Ja.text();
        assert_eq!(text.inbox, "受信一覧");
        assert_eq!(
            text.state(wire::State::Collected),
            wire::State::Collected.japanese()
        );
        assert_eq!(text.state(wire::State::Held), wire::State::Held.japanese());
        assert_eq!(
            Lang::Ja.accepted(30),
            "送信を受け付けました（あと30秒は取り消せます）"
        );
        assert_eq!(Lang::Ja.same_finding(1000), "同じ誤りが 1,000 行");
    }

    #[test]
    fn a_deletion_is_called_one() {
        let text = Lang::Ja.text();
        assert_eq!(
            text.letter_kind(wire::LetterKind::Unit, Some("result_delete")),
            "削除"
        );
        assert_eq!(
            text.letter_kind(wire::LetterKind::Unit, Some("result")),
            "登録"
        );
    }
}
