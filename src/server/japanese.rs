//! What each command and option of `careplan server` is for, in Japanese; keys as in `help.rs`.

/// Keys and sentences.
pub const JAPANESE: &[(&str, &str)] = &[
    (
        "careplan/server",
        "事業所のサーバー: 画面を出し、職員と鍵を管理し、送受信します",
    ),
    (
        "careplan/server#config",
        "設定ファイル（指定がなければ、作業フォルダの server.toml）",
    ),
    ("careplan/server#data", "サーバーのデータフォルダ"),
    (
        "careplan/server/init",
        "新しいデータフォルダとマスターキーを作ります",
    ),
    (
        "careplan/server/serve",
        "画面を出し、連携基盤と送受信します",
    ),
    (
        "careplan/server/serve#listen",
        "待ち受けるアドレスとポート（ポート0は空きを使います）",
    ),
    (
        "careplan/server/serve#certificate",
        "HTTPSのサーバー証明書と中間証明書（PEM）",
    ),
    ("careplan/server/serve#key", "サーバー証明書の秘密鍵（PEM）"),
    (
        "careplan/server/serve#behind_proxy",
        "同じ機械のプロキシがHTTPSを受け持ちます",
    ),
    (
        "careplan/server/serve#hub_public",
        "利用申請を受け付ける連携基盤の場所: https://...",
    ),
    ("careplan/server/serve#hold", "送信を取り消せる秒数"),
    (
        "careplan/server/serve#ready_file",
        "動きはじめたら、アドレスをこのファイルにJSONで書きます",
    ),
    (
        "careplan/server/office",
        "このサーバーの事業所を追加し、一覧します",
    ),
    (
        "careplan/server/office/add",
        "事業所を追加します（封をする鍵はここで作ります）",
    ),
    ("careplan/server/office/add#number", "事業所番号（10桁）"),
    (
        "careplan/server/office/add#service_types",
        "サービス種類コード（いくつでも）",
    ),
    ("careplan/server/office/add#name", "事業所名"),
    (
        "careplan/server/office/add#hub",
        "連携基盤のアドレス（https://…）",
    ),
    (
        "careplan/server/office/add#hub_ca",
        "連携基盤の認証局の証明書（PEM）",
    ),
    ("careplan/server/office/list", "事業所を一覧します"),
    ("careplan/server/office/list#json", "1行ずつJSONで書きます"),
    (
        "careplan/server/certificate",
        "事業所の証明書を読み込み、申請し、一覧します",
    ),
    (
        "careplan/server/certificate/import",
        "証明書を読み込みます（PEM、またはパスワードを尋ねて .p12・.pfx）",
    ),
    ("careplan/server/certificate/import#office", "事業所番号"),
    (
        "careplan/server/certificate/import#key",
        "秘密鍵（PKCS#8のPEM。.p12・.pfxと、ここで申請した証明書にはいりません）",
    ),
    (
        "careplan/server/certificate/import#certificate",
        "証明書と中間証明書のファイル",
    ),
    (
        "careplan/server/certificate/request",
        "鍵をここで作り、証明書の申請書（PKCS#10）を書きます",
    ),
    ("careplan/server/certificate/request#office", "事業所番号"),
    ("careplan/server/certificate/list", "証明書を一覧します"),
    (
        "careplan/server/certificate/list#json",
        "1行ずつJSONで書きます",
    ),
    ("careplan/server/staff", "職員を追加し、一覧し、削除します"),
    (
        "careplan/server/staff/add",
        "職員を事業所に追加します（パスワードを尋ねます）",
    ),
    ("careplan/server/staff/add#office", "事業所番号"),
    (
        "careplan/server/staff/add#role",
        "権限（administrator 管理者、exchange 送受信、read-only 閲覧のみ）",
    ),
    ("careplan/server/staff/add#name", "職員の名前"),
    ("careplan/server/staff/add#user", "ログインに使う利用者ID"),
    ("careplan/server/staff/list", "職員を一覧します"),
    ("careplan/server/staff/list#json", "1行ずつJSONで書きます"),
    (
        "careplan/server/staff/password",
        "パスワードを変えます（その職員はログアウトされます）",
    ),
    ("careplan/server/staff/password#user", "利用者ID"),
    (
        "careplan/server/staff/remove",
        "職員を削除します（操作の記録は残ります）",
    ),
    ("careplan/server/staff/remove#user", "利用者ID"),
    (
        "careplan/server/mandate",
        "ほかの事業所に代行を委任し、また委任を受けて代行します",
    ),
    (
        "careplan/server/mandate/give",
        "ほかの事業所に代行を委任します（すぐに有効になります）",
    ),
    (
        "careplan/server/mandate/give#office",
        "委任する事業所の番号",
    ),
    ("careplan/server/mandate/give#agent", "代行する事業所の番号"),
    (
        "careplan/server/mandate/give#send",
        "送信、送信後の確認、取り消しを任せます",
    ),
    (
        "careplan/server/mandate/give#receive",
        "受信と返答を任せます",
    ),
    (
        "careplan/server/mandate/give#from",
        "始まる日（2026-12-01 のように。指定がなければ今から）",
    ),
    ("careplan/server/mandate/give#until", "終わる日"),
    ("careplan/server/mandate/give#json", "JSONで書きます"),
    (
        "careplan/server/mandate/list",
        "委任した代行と、委任を受けた代行を一覧します",
    ),
    ("careplan/server/mandate/list#office", "事業所番号"),
    ("careplan/server/mandate/list#json", "1行ずつJSONで書きます"),
    (
        "careplan/server/mandate/revoke",
        "代行を取り消します。委任を受けた側からもできます（すぐに無効になります）",
    ),
    (
        "careplan/server/mandate/revoke#office",
        "委任した事業所、または委任を受けた事業所の番号",
    ),
    ("careplan/server/mandate/revoke#id", "委任のID"),
    ("careplan/server/mandate/revoke#json", "JSONで書きます"),
    (
        "careplan/server/mandate/accept",
        "委任を受けた事業所の代行を、このサーバーで始めます",
    ),
    (
        "careplan/server/mandate/accept#agent",
        "代行する、このサーバーの事業所の番号",
    ),
    (
        "careplan/server/mandate/accept#office",
        "代行される事業所の番号",
    ),
    ("careplan/server/mandate/accept#json", "JSONで書きます"),
    (
        "careplan/server/application",
        "連携基盤に利用を申請し、その結果を確かめます",
    ),
    (
        "careplan/server/application/send",
        "利用を申請します（証明書を読み込んでいなければ、鍵をここで作ります）",
    ),
    (
        "careplan/server/application/send#number",
        "事業所番号（10桁）",
    ),
    (
        "careplan/server/application/send#service_types",
        "サービス種類コード（いくつでも）",
    ),
    ("careplan/server/application/send#name", "事業所名"),
    (
        "careplan/server/application/send#telephone",
        "事業所の電話番号",
    ),
    (
        "careplan/server/application/send#email",
        "事業所のメールアドレス",
    ),
    (
        "careplan/server/application/send#hub",
        "連携基盤のアドレス（https://…）",
    ),
    (
        "careplan/server/application/send#hub_public",
        "利用申請を受け付けるアドレス（https://…）",
    ),
    (
        "careplan/server/application/send#hub_ca",
        "連携基盤の認証局の証明書（PEM）",
    ),
    ("careplan/server/application/send#json", "JSONで書きます"),
    (
        "careplan/server/application/show",
        "申請の結果を確かめます（承認されていれば証明書を読み込みます）",
    ),
    ("careplan/server/application/show#number", "事業所番号"),
    ("careplan/server/application/show#json", "JSONで書きます"),
];
