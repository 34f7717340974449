"""Problems of the service: what is asked over HTTP, who may ask it, and what is written."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    # to begin with
    "service-missing": (
        "the service needs packages that are not installed",
        "サービスに必要なパッケージが導入されていない。",
        'install them with `pip install "kenri[service]"`',
        '`pip install "kenri[service]"`で導入する。',
    ),
    "port-taken": (
        "the service cannot listen at {address}: {reason}",
        "{address}で待ち受けできない（{reason}）。",
        "choose another with `--port`",
        "`--port`で別のポートを指定する。",
    ),
    "no-data-folder": (
        "there is no folder for the data of this user: {reason}",
        "利用者のデータ用フォルダーを使えない（{reason}）。",
        "name a register with `--register`",
        "`--register`で原簿を指定する。",
    ),
    # what is asked
    "no-such-path": (
        "nothing is served at {path}",
        "{path}では何も提供していない。",
        "`/api/v1/openapi.json` lists what is",
        "提供するものは`/api/v1/openapi.json`にある。",
    ),
    "no-such-method": (
        "{method} is not possible at {path}, but {methods:or} is",
        "{path}では{method}は使えず、{methods:or}が使える。",
    ),
    "parameter-unknown": ("there is no parameter {name} here", "ここにパラメーター{name}はない。"),
    "parameter-missing": ("the parameter {name} is missing", "パラメーター{name}がない。"),
    "parameter-given-twice": (
        "the parameter {name} takes one value, and several are given",
        "パラメーター{name}は一つの値をとるが、複数ある。",
    ),
    "parameter-not-whole": (
        "{name} must be a whole number from {least} to {most}, found {found}",
        "{name}は{least}から{most}までの整数でなければならないが、{found}である。",
    ),
    "parameter-not-among": (
        "{name} must be {choices:or}, found {found}",
        "{name}は{choices:or}でなければならないが、{found}である。",
    ),
    "parameter-not-text": (
        "{name} must be text of at most {most} characters, all of which can be seen, found {found}",
        "{name}は{most}文字以内で、すべて目に見える文字でなければならないが、{found}である。",
    ),
    "body-too-large": (
        "the body is larger than {most} MiB",
        "本文が{most}MiBより大きい。",
    ),
    "body-of-another-kind": (
        "the body must be {wanted}, found {found}",
        "本文は{wanted}でなければならないが、{found}である。",
    ),
    "body-not-read": (
        "the body cannot be read: {reason}",
        "本文を読めない（{reason}）。",
    ),
    "body-not-json": (
        "the body is not JSON: {reason}",
        "本文がJSONでない（{reason}）。",
    ),
    "body-not-so": (
        "{part} of the body must be {wanted}, found {found}",
        "本文の{part}は{wanted}でなければならないが、{found}である。",
    ),
    "no-file-given": (
        "the body holds no file {name}",
        "本文にファイル{name}がない。",
        "send it as a part of a form, as `curl -F {example}` does",
        "`curl -F {example}`のように、フォームの一部として送る。",
    ),
    "file-name-not-taken": (
        "{name} cannot be the name of a file here",
        "{name}はここではファイル名にできない。",
    ),
    "file-given-twice": (
        "several files are called {name}",
        "{name}という名前のファイルが複数ある。",
        "give each a name of its own",
        "それぞれ別の名前にする。",
    ),
    # who asks
    "not-signed-in": (
        "it is not known who asks",
        "誰が照会しているのかわからない。",
        "sign in, or send a token as `Authorization: Bearer …`; `kenri token create` makes one",
        "サインインするか、`Authorization: Bearer …`としてトークンを送る。`kenri token create`で作る。",
    ),
    "token-not-known": (
        "the token is not known, has ended, or was taken back",
        "トークンが知られていないか、期限が切れたか、取り消されている。",
    ),
    "not-permitted": (
        "{caller} may not {action}, by clause {clause}",
        "{clause}により、{caller}の{action}は認められない。",
        "the clause says: {says}",
        "条文は「{says}」という。",
    ),
    "host-not-served": (
        "nothing is served under the name {host} without a token",
        "トークンなしでは、名前{host}では何も提供しない。",
        "ask `127.0.0.1` or `localhost`, or send a token",
        "`127.0.0.1`か`localhost`で照会するか、トークンを送る。",
    ),
    "asked-by-another-site": (
        "a page of another site asks for this",
        "他のサイトのページからの要求である。",
    ),
    "session-ended": (
        "the session has ended",
        "セッションは終了した。",
        "sign in again",
        "もう一度サインインする。",
    ),
    "form-not-ours": (
        "this did not come from a page of the session",
        "このセッションのページからの要求ではない。",
        "load the page again, and send it from there; programs send the token of the session as `Kenri-Csrf`",
        "ページを読み込み直してから送る。プログラムはセッションのトークンを`Kenri-Csrf`で送る。",
    ),
    "sign-in-refused": (
        "the name, the password or the code is wrong",
        "名前、パスワードまたはコードが正しくない。",
    ),
    "not-confirmed": (
        "nothing was made: from then on nobody is served here without signing in or a token, which is to be confirmed",
        "作成していない。作成した後はこのマシンでもサインインまたはトークンなしでは利用できないため、確認が必要である。",
    ),
    "person-of-others": (
        "how {name} signs in is not for you to change: they were given what you cannot give",
        "{name}のサインイン手段は変更できない。与える権限のないものが与えられている。",
        "an administrator of all issuers can do so, as can whoever may write to the database: `kenri user`",
        "すべての発行者の管理者か、データベースに書き込める者が`kenri user`で変更できる。",
    ),
    "not-shown-again": (
        "this is neither your own password nor a code of the moment of yours",
        "操作する者自身のパスワードでもワンタイムコードでもない。",
        "type that by which you sign in; nothing was changed",
        "自分がサインインするときのものを入力する。何も変更されていない。",
    ),
    "nothing-to-show-again": (
        "you have neither a password nor codes, so that nothing shows that it is you",
        "パスワードもワンタイムコードもないため、本人であることを確認できない。",
        "another administrator can do so, as can whoever may write to the database: `kenri user`",
        "別の管理者か、データベースに書き込める者が`kenri user`で変更できる。",
    ),
    "not-in-their-name": (
        "nothing is asked for here in the name of {by}",
        "{by}の名ではここで請求できない。",
        "ask in the name of {names}",
        "{names}の名で請求する。",
    ),
    "last-administrator": (
        "after that nobody who signs in would manage people as {name} does",
        "{name}に代わって利用者を管理できる者がいなくなる。",
        "let somebody else be an administrator first, who can sign in",
        "先に、サインインできる別の管理者を置く。",
    ),
    "own-code-on-account": (
        "your own second factor is not ended here",
        "自分の二要素認証はここでは終了できない。",
        "end it on *Your account*",
        "「アカウント」で終了する。",
    ),
    "no-code-of-theirs": ("{name} signs in without a code", "{name}はワンタイムコードなしでサインインしている。"),
    "code-wanted": (
        "a code of the moment is wanted besides",
        "ワンタイムコードも必要である。",
        "give the code that the device shows, or one of those for when it is lost",
        "端末に表示されるコードか、端末を失くしたときのコードを入力する。",
    ),
    "code-not-so": (
        "that is not the code of the moment",
        "今のワンタイムコードと一致しない。",
        "type the code that the device shows now; its clock must be right",
        "端末に今表示されているコードを入力する。端末の時計が合っていること。",
    ),
    "too-many-attempts": (
        "too many attempts to sign in have failed",
        "サインインの失敗が多すぎる。",
        "try again in {minutes} minutes",
        "{minutes}分後に改めて試す。",
    ),
    "password-not-taken": (
        "a password has from {least} to {most} characters, and does not contain the name",
        "パスワードは{least}文字から{most}文字で、名前を含まないものとする。",
    ),
    "passwords-differ": ("the two passwords differ", "二つのパスワードが一致しない。"),
    "option-no-day": (
        "{option} must be a day, as `2026-04-01`, found {found}",
        "{option}は`2026-04-01`のような日でなければならないが、{found}である。",
    ),
    "person-there": ("there is a person {name} already", "利用者{name}は既にいる。"),
    "no-such-person": ("there is no person {name}", "利用者{name}はいない。"),
    "subject-linked": (
        "whom the other service means is linked to somebody already",
        "他のサービスのその利用者は既に結び付けられている。",
    ),
    "not-linked": (
        "{name} does not sign in by {issuer} as {subject}",
        "{name}は{issuer}の{subject}としてサインインする利用者ではない。",
    ),
    "issuer-address-not-taken": (
        "{found} is no address of a service by which people sign in",
        "{found}はサインインに使うサービスのアドレスではない。",
        "write it exactly as that service calls itself, as `https://login.example.com`",
        "`https://login.example.com`のように、そのサービスの名乗るとおりに書く。",
    ),
    "subject-not-taken": (
        "{found} is no name by which another service means somebody",
        "{found}は他のサービスの利用者を表す名前ではない。",
        "it is the `sub` of its tokens, from 1 to 255 characters",
        "トークンの`sub`で、1文字から255文字とする。",
    ),
    "openid-refused": (
        "nobody was signed in by the other service",
        "他のサービスによるサインインはできなかった。",
        "begin again; whoever administers this service can link you, and sees the reason in its log",
        "もう一度始める。このサービスの管理者は、利用者を結び付け、理由をログで見ることができる。",
    ),
    "openid-unreachable": (
        "the other service does not answer as it must",
        "他のサービスが正しく応答しない。",
        "try again later, or sign in by a password",
        "後で試すか、パスワードでサインインする。",
    ),
    "openid-no-toml": ("{file} is no `TOML` in `UTF-8`", "{file}は`UTF-8`の`TOML`ではない。"),
    "openid-file-not-read": (
        "the services by which people sign in cannot be read from {file}: {reason}",
        "サインインに使うサービスを{file}から読むことができない（{reason}）。",
    ),
    "openid-setting-wrong": (
        "the setting {setting} of a service by which people sign in is missing or wrong",
        "サインインに使うサービスの設定{setting}がないか、正しくない。",
        "each is a table named in `a-z`, `0-9` and `-`, with the texts `issuer` (`https:`), `client`, `secret`, `name`",
        "各サービスは`a-z`、`0-9`、`-`からなる名前の表で、文字列`issuer`（`https:`）、`client`、`secret`、`name`を持つ。",
    ),
    "appointment-ends-early": (
        "what begins on {since} cannot end on {until}",
        "{since}に始まるものは{until}に終わることができない。",
    ),
    "no-such-request": (
        "no request waits under {key}",
        "{key}の待っている請求はない。",
    ),
    "request-over": (
        "the request {key} waits no more: {state}",
        "請求{key}はもう待っていない（{state}）。",
    ),
    "no-reason": (
        "{found} is no reason that is recorded",
        "{found}は理由として記録できない。",
        "write in one line, of {most} characters at most, what whoever asked is to read",
        "請求した者が読む理由を、{most}字以内の1行で書く。",
    ),
    "no-such-token": ("there is no token {name}", "トークン{name}はない。"),
    "token-of-others": (
        "the token {name} is not for you to end: it is of issuers whose people you do not manage",
        "トークン{name}は終了できない。管理していない発行者のトークンである。",
        "whoever may write to the database can: `kenri token revoke`",
        "データベースに書き込める者が`kenri token revoke`で終了できる。",
    ),
    "token-name-in-parts": (
        "a token of somebody is not called {name}: `/` stands between their name and that of the token",
        "利用者のトークンは{name}と名付けられない。`/`は利用者名とトークン名の間に置かれる。",
        "leave out `/`, as in `laptop`",
        "`laptop`のように、`/`を使わない名前にする。",
    ),
    "token-there": ("there is a token {name} already", "トークン{name}は既にある。"),
    # who is reminded
    "no-such-feed": ("there is no feed {name}", "フィード{name}はない。"),
    "feed-there": ("there is a feed {name} already", "フィード{name}は既にある。"),
    "no-such-subscription": ("there is no subscription {name}", "通知先{name}はない。"),
    "subscription-there": ("there is a subscription {name} already", "通知先{name}は既にある。"),
    "no-mail-address": (
        "{found} is no mail address to which anything is sent",
        "{found}は送信できるメールアドレスではない。",
        "write it plainly, as `sato@example.com`, in ASCII",
        "`sato@example.com`のように、ASCIIで書く。",
    ),
    "no-webhook-address": (
        "{found} is no address of a webhook",
        "{found}はWebhookのアドレスではない。",
        "begin it with `https://`, without a user and a `#`; `http://` needs `--allow-private`",
        "`https://`で始め、利用者名と`#`を含めない。`http://`には`--allow-private`が要る。",
    ),
    "distances-not-so": (
        "deadlines are announced 1 to {times} times, each 0 to {most} whole days before",
        "期限の通知は1回から{times}回まで、それぞれ0日から{most}日前とする。",
    ),
    "no-mail-server": (
        "there is mail to send, and it is not known through which server and from whom",
        "送信すべきメールがあるが、サーバーまたは差出人が指定されていない。",
        "set `KENRI_SMTP`, such as `smtp://mail.example.com:587`, and `KENRI_MAIL_FROM`",
        "`KENRI_SMTP`（例：`smtp://mail.example.com:587`）と`KENRI_MAIL_FROM`を設定する。",
    ),
    "no-mail-server-address": (
        "{found} is no address of a mail server",
        "{found}はメールサーバーのアドレスではない。",
        "write `smtp://HOST:PORT`, or `smtps://HOST:PORT` for one that speaks TLS from the beginning",
        "`smtp://HOST:PORT`、または最初からTLSを使う場合は`smtps://HOST:PORT`と書く。",
    ),
    "no-service-address": (
        "{found} is no address at which a service could be reached",
        "{found}はサービスのアドレスではない。",
        "write it as `https://rights.example.com`",
        "`https://rights.example.com`のように書く。",
    ),
    # what is written
    "register-moved": (
        "something else was written meanwhile: the head of the register is {head}",
        "その間に別の書き込みがあった。原簿の末尾は{head}である。",
        "look at it again, and then write",
        "もう一度確かめてから書き込む。",
    ),
    "head-not-given": (
        "{found} is no head of a register, as `ETag` gives it",
        "{found}は`ETag`が示す原簿の末尾ではない。",
    ),
    "key-not-taken": (
        "an `Idempotency-Key` has from 1 to 200 letters, digits and marks, found {found}",
        "`Idempotency-Key`は1文字から200文字の英数字と記号であるが、{found}である。",
    ),
    "key-given-otherwise": (
        "the key {key} was given with another request",
        "キー{key}は別の要求で使われている。",
        "make a new key for each request, and send it again only with the same",
        "要求ごとに新しいキーを作り、同じ要求を繰り返すときだけ同じキーを送る。",
    ),
    "act-not-meant": (
        "{name} would be {act}, and not {meant}",
        "{name}は{meant}ではなく、{act}になる。",
    ),
    # what does not end well
    "question-too-long": (
        "this took longer than {seconds} seconds, and was stopped",
        "{seconds}秒を超えたため中止した。",
        "ask for less at once, or begin the service with more `--seconds`",
        "一度に照会する量を減らすか、`--seconds`を大きくしてサービスを始める。",
    ),
    "no-such-work": (
        "there is no work {work}",
        "処理{work}はない。",
        "work that has ended is kept for a day, for who asked for it",
        "終わった処理は、依頼した者のために一日の間だけ残る。",
    ),
    "work-not-done": (
        "the work {work} is not done yet",
        "処理{work}はまだ終わっていない。",
        "ask again a little later; `work` tells how far it is",
        "少し後でもう一度照会する。進み具合は`work`で分かる。",
    ),
    "work-cancelled": (
        "the work {work} was cancelled",
        "処理{work}は取り消された。",
        "ask the question again",
        "もう一度照会する。",
    ),
    "work-lost": (
        "the processes that began this were lost, {times} times",
        "この処理を始めたプロセスが{times}回失われた。",
        "ask for less at once, or give the service more memory",
        "一度に照会する量を減らすか、サービスのメモリを増やす。",
    ),
    "too-busy": (
        "too much is asked at once",
        "要求が集中している。",
        "ask again a little later",
        "少し後でもう一度照会する。",
    ),
    "own-fault": (
        "this is an error of kenri, not of yours",
        "これはkenriの誤りであり、利用者の誤りではない。",
        "please report it to the maintainers with the number of the request",
        "要求の番号を添えて開発者に報告してほしい。",
    ),
}

PHRASES: dict[str, Entry] = {
    "form-fields": (
        "a form (`application/x-www-form-urlencoded`)",
        "フォーム（`application/x-www-form-urlencoded`）",
    ),
    "form-json": ("JSON (`application/json`)", "JSON（`application/json`）"),
    "form-upload": ("a form with files (`multipart/form-data`)", "ファイルを含むフォーム（`multipart/form-data`）"),
    "form-entries": ("a list of 1 to {most} entries", "1件から{most}件の項目のリスト"),
    "form-entry": ("an object", "オブジェクト"),
    "form-entry-kind": ("`party`, `grant`, `fact` or `event`", "`party`、`grant`、`fact`、`event`のいずれか"),
    "form-entry-text": ("text", "文字列"),
    "form-entry-details": ("an object of texts", "文字列を値とするオブジェクト"),
    "form-entry-data": ("there", "必須"),
    "form-entry-key": ("one of {names:or}", "{names:or}のいずれか"),
    "form-texts": ("a list of texts", "文字列のリスト"),
    "form-whole": ("a whole number", "整数"),
    "form-exact": ("a whole number, or text such as `1/3`", "整数、または`1/3`のような文字列"),
    "form-flag": ("`true` or `false`", "`true`か`false`"),
    "form-text": ("text of whole characters", "完全な文字の文字列"),
    "form-nested": ("nested at most {most} deep", "{most}段以内の入れ子"),
    "act-new": ("new", "新規"),
    "act-corrected": ("corrected", "訂正"),
    "act-cancelled": ("taken back", "取消"),
    "act-nothing": ("nothing new", "変更なし"),
    "request-not-permitted": ("it was not permitted", "許されなかった"),
    "request-recorded": ("it was recorded", "記録済み"),
    "request-withdrawn": ("it was withdrawn", "取下げ済み"),
    "request-refused": ("it was refused", "却下済み"),
    "caller-machine": ("whoever asks from this machine", "このマシンからの利用者"),
    "lives-not-apart": (
        "under {plan} the rights of one holder hang on those of everybody, which are not to be seen",
        "{plan}では一人の権利が全員の権利によって決まるため、表示できない。",
    ),
    "said-by-rule": ("{said}", "{said}"),
    "caller-person": ("{name}", "{name}"),
    "caller-token": ("the token {name}", "トークン{name}"),
}
