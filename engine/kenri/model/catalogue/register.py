"""Problems of registers: the database, what is handed over, and what was recorded."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    # the database
    "register-missing": (
        "a register needs SQLAlchemy and Alembic",
        "原簿の利用にはSQLAlchemyとAlembicが必要である。",
        'install them with `pip install "kenri[register]"`',
        '`pip install "kenri[register]"`で導入する。',
    ),
    "postgresql-missing": (
        "a register on PostgreSQL needs psycopg",
        "PostgreSQLの原簿にはpsycopgが必要である。",
        'install it with `pip install "kenri[postgresql]"`',
        '`pip install "kenri[postgresql]"`で導入する。',
    ),
    "postgresql-too-old": (
        "this is PostgreSQL {version}; a register needs {least} or newer",
        "PostgreSQL {version}である。原簿には{least}以降が必要である。",
    ),
    "no-such-register": (
        "there is no register {register}",
        "原簿{register}がない。",
        "`kenri register create` makes one",
        "`kenri register create`で作る。",
    ),
    "not-a-register": (
        "{register} is no register",
        "{register}は原簿ではない。",
        "name one that `kenri register create` has made, or a file that is not there yet",
        "`kenri register create`で作ったもの、またはまだないファイルを指定する。",
    ),
    "no-database-address": (
        "{register} is no address of a database that holds a register",
        "{register}は原簿を置けるデータベースのアドレスではない。",
        "name a file, or an address such as `postgresql://user@host/name`",
        "ファイル、または`postgresql://user@host/name`のようなアドレスを指定する。",
    ),
    "register-newer": (
        "{register} was written by a newer kenri",
        "{register}はより新しい版のソフトウェアで書かれた。",
        "update kenri",
        "ソフトウェアを更新する。",
    ),
    "database-failed": (
        "the database {register} refuses: {reason}",
        "データベース{register}が拒んだ：{reason}。",
        "nothing was written",
        "何も書き込まれていない。",
    ),
    "perhaps-written": (
        "the database {register} failed as it confirmed what it wrote, and whether it is kept is not known: {reason}",
        "データベース{register}が書き込みの確定中に失敗し、書き込まれたかどうかは分からない：{reason}。",
        "do the same again: files brought in again change nothing, and an act is recorded once under its `--key`",
        "同じことをもう一度行う。ファイルはもう一度取り込んでも何も変わらず、行為は`--key`により一度だけ記録される。",
    ),
    # issuers and plans
    "which-issuer": (
        "the register has the issuers {names}, and one must be named",
        "原簿には発行者{names}があり、一つを指定しなければならない。",
        "write it after the register: `register.db#Acme`",
        "`register.db#Acme`のように原簿の後に書く。",
    ),
    "nothing-supposed": (
        "nothing is said of what would be otherwise",
        "何が変わるのかが示されていない。",
        "name files to bring in, `--becomes PLAN` or `--reading ID=VALUE`",
        "取り込むファイル、`--becomes PLAN`または`--reading ID=VALUE`を指定する。",
    ),
    "no-such-issuer": ("the register has no issuer {name}", "原簿に発行者{name}がない。"),
    "issuer-there": (
        "the register has the issuer {name} already",
        "原簿には発行者{name}が既にある。",
        "use it, or choose another name",
        "それを使うか、別の名前にする。",
    ),
    "no-plan-in-register": (
        "the register has no plan yet",
        "原簿にまだプランがない。",
        "`kenri register plan` takes one in",
        "`kenri register plan`で取り込む。",
    ),
    "which-plan": (
        "the register has the plans {names}, and one must be named",
        "原簿にはプラン{names}があり、一つを指定しなければならない。",
        "say which with `--plan`",
        "`--plan`で指定する。",
    ),
    "no-such-plan-in-register": (
        "the register has no plan {plan}",
        "原簿にプラン{plan}がない。",
        "`kenri register plan` takes one in",
        "`kenri register plan`で取り込む。",
    ),
    "plan-not-yet-used": (
        "the plan {plan} is not yet used on {day}",
        "プラン{plan}は{day}にはまだ使われていない。",
        "ask about a later day, or take in the version of before with `kenri register plan`",
        "後の日について照会するか、以前の版を`kenri register plan`で取り込む。",
    ),
    "plans-differ-in-file": (
        "the plans {plan} and {other} were made of different contents of {file}",
        "プラン{plan}と{other}は、異なる内容の{file}からできている。",
        "take in both at once, of one content: {command}; of `kenri impact` give `--becomes` for each",
        "{command}で両方を一度に取り込み、拡張元を同じにする。`kenri impact`では`--becomes`をそれぞれに書く。",
    ),
    # what is handed over
    "name-not-kept": (
        "{name} is no name that a register keeps",
        "{name}は原簿に置ける名前ではない。",
        "write at most {most} characters that can be seen",
        "見える文字で{most}字以内にする。",
    ),
    "value-not-kept": (
        "{found} in {name} is nothing that a register keeps",
        "{name}の{found}は原簿に置けない。",
        "write text, a number, `true` or `false`, a list or a mapping",
        "文字列、数、`true`または`false`、リスト、マッピングのいずれかにする。",
    ),
    "no-day-since": (
        "{found} is no day from which something is so",
        "{found}は、いつからかを示す日ではない。",
        "write a day such as `2025-04-01`",
        "`2025-04-01`のような日を書く。",
    ),
    "no-since": (
        "only a party or a fact is so from a day on, found {found}",
        "ある日からそうであるのは当事者と事実だけであり、{found}は書けない。",
        "record what happened on that day as an event",
        "その日に起きたことをイベントとして記録する。",
    ),
    "entry-again": (
        "{name} is told in another way at {where}",
        "{name}は{where}で別の内容になっている。",
        "leave one of the two",
        "どちらか一方だけにする。",
    ),
    "another-grant": (
        "the grant {name} is another one at {where}: of another plan, or in another file without an id",
        "割当{name}は{where}では別のものである（別のプラン、または別のファイルの名前のない割当）。",
        "give each an `id` of its own",
        "それぞれに`id`を付ける。",
    ),
    "stands-beside": (
        "the event {name} is new, and {other}, which was not told again, stays beside it: both count",
        "イベント{name}は新規であり、渡されなかった{other}も残る。両方が有効になる。",
        "if one corrects the other, a column `Corrects` (`訂正対象`) says so; else take one back: `Cancelled` (`取消`)",
        "一方が他方の訂正なら、列`訂正対象`（`Corrects`）に訂正するものを、取り消すなら列`取消`（`Cancelled`）で示す。",
    ),
    "nothing-to-cancel": ("there is no {name} to take back", "取り消すべき{name}がない。"),
    "correction-changed": (
        "{name} corrects another event, and cannot be changed itself",
        "{name}は他のイベントの訂正であり、それ自体は変えられない。",
        "hand over a further event that `corrects` it",
        "それを`corrects`で訂正するイベントを渡す。",
    ),
    "told-of-the-holder": (
        "it happens to another than whose rights it is about, and {who} is their holder",
        "権利の保有者とは別の者に生じるものだが、{who}はその保有者である。",
        "write the number of whom it happens to, and name the grant in a column of its own",
        "それが生じる者の番号を書き、割当は別の列で示す。",
    ),
    "told-of-one-before": (
        "it happens to another than {who}, to whom {cause} happened on {day}",
        "{who}には{day}に{cause}が生じており、これは別の者に生じるものである。",
        "write the number of whom it happens to",
        "それが生じる者の番号を書く。",
    ),
    "no-plan-of-grant": (
        "the register has no plan {plan}, under which the grant {grant} is",
        "割当{grant}のプラン{plan}が原簿にない。",
    ),
    "of-no-plan": ("no plan of the register knows {name}", "原簿のどのプランも{name}を知らない。"),
    # lives
    "no-such-holder": ("nobody called {name} holds rights in the register", "原簿に保有者{name}がいない。"),
    "changes-over-time": (
        "{name} is not the same on all days: it changes on {day}",
        "{name}はすべての日で同じではなく、{day}に変わる。",
        "ask about a day (`--on`)",
        "日を指定して（`--on`）照会する。",
    ),
    "lives-stand-alone": (
        "{number} lives of the register stand by themselves, and make no life of all",
        "原簿の{number}件の経過は個別のものであり、全体の経過にはならない。",
        "ask about a holder, or import one life with all of them",
        "保有者ごとに照会するか、全員を含む一つの経過を取り込む。",
    ),
    # acts
    "whose-act": (
        "{action} is about the rights of somebody, and nobody is named",
        "{action}は誰かの権利についてのものであるが、誰の権利かが示されていない。",
        "name whose rights they are (`--holder`)",
        "保有者を指定する（`--holder`）。",
    ),
    "not-of-a-holder": (
        "{action} is an act of the company, and about the rights of no one holder",
        "{action}は会社の行為であり、特定の保有者の権利についてのものではない。",
        "leave out whose rights they are (`--holder`)",
        "保有者の指定（`--holder`）を省く。",
    ),
    "grant-of-another": (
        "the grant {grant} is not held by {holder}",
        "割当{grant}の保有者は{holder}ではない。",
    ),
    "no-event-of-action": (
        "no event records {action}: it can be asked about, and leaves no record",
        "{action}を記録するイベントはない。照会はできるが、記録は残らない。",
    ),
    "which-event": (
        "{action} can be recorded by several events",
        "{action}を記録するイベントは複数ある。",
        "name one of {names} (`--event`)",
        "{names}のいずれかを指定する（`--event`）。",
    ),
    "event-of-another-action": (
        "the event {event} does not record {action}",
        "イベント{event}は{action}を記録するものではない。",
    ),
    "field-of-record": (
        "{name} of an event is told by another option, and not as a further field",
        "イベントの{name}は別のオプションで示すものであり、項目としては書けない。",
    ),
    "how-many": (
        "{action} is recorded with a number, and none is given",
        "{action}の記録には個数が要るが、示されていない。",
        "say how many (`--rights`)",
        "個数を指定する（`--rights`）。",
    ),
    "act-without-number": (
        "{action} is recorded without a number",
        "{action}の記録には個数がない。",
        "leave out how many (`--rights`)",
        "個数の指定（`--rights`）を省く。",
    ),
    "act-not-yet": (
        "an act of {day} cannot be recorded yet: today is {today}",
        "今日は{today}であり、{day}の行為はまだ記録できない。",
        "`kenri ask` tells whether it would be permitted",
        "許されるかどうかは`kenri ask`で照会できる。",
    ),
    "nobody-of-role": (
        "no party of the register has the role {role}, and so no record can say who acted",
        "原簿に役割{role}の当事者がいないため、行為者を記録できない。",
        "record the party, and name it (`--by`)",
        "当事者を記録し、その名前を指定する（`--by`）。",
    ),
    "done-by-another": (
        "{event} is done by who has the role {role}, and {by} has it not",
        "{event}は役割{role}の者が行うものであり、{by}はその役割でない。",
        "leave out `--by`, or name who has the role",
        "`--by`を省くか、その役割の者を指定する。",
    ),
    "key-of-another-request": (
        "the key {key} is that of another request, which record {sequence} answers",
        "キー{key}は、記録{sequence}が答えた別の請求のものである。",
        "give each request a key of its own",
        "請求ごとに別のキーを付ける。",
    ),
    "key-of-an-event": (
        "an event was recorded as {key} before, in record {sequence}",
        "{key}という名前のイベントが既に記録{sequence}にある。",
        "give the request another key",
        "請求に別のキーを付ける。",
    ),
    # the chain
    "record-changed": (
        "record {sequence} is not what was written",
        "記録{sequence}は書かれたときのものと異なる。",
    ),
    "record-missing": (
        "record {sequence} is missing",
        "記録{sequence}が欠けている。",
    ),
    "records-missing": (
        "the records {first} to {last} are missing",
        "記録{first}から{last}までが欠けている。",
    ),
    "another-head": (
        "record {sequence} has another hash than the one that was kept",
        "記録{sequence}のハッシュが控えと異なる。",
    ),
    "records-cut-off": (
        "the register ends with record {last}, and record {sequence} was there",
        "原簿は記録{last}で終わるが、記録{sequence}があったはずである。",
    ),
    "document-changed": (
        "the rule file {digest} of record {sequence} is missing, or is not what was taken in",
        "記録{sequence}の規則ファイル{digest}が欠けているか、取り込んだものと異なる。",
    ),
    "table-unguarded": (
        "the database does not refuse any more to change or to take out what is in the table {table}",
        "データベースは、表{table}の記録の変更と削除をもはや拒まない。",
        "find out who has changed the database; then have it refuse again: {statements}",
        "データベースを変更した者を確かめ、{statements}により再び拒むようにする。",
    ),
    # what goes out
    "entry-not-said": (
        "{kind} {key} cannot be said in this form, and is left out",
        "この形式では{kind}{key}を表せないため、省いた。",
    ),
    "entry-not-said-as": (
        "{kind} {key} is left out, for it would be read back with a problem: {why}",
        "{kind}{key}は読み戻すと問題になるため、省いた：{why}。",
    ),
    "entry-said-otherwise": (
        "of {kind} {key} this form cannot say {names}",
        "この形式では{kind}{key}の{names}を表せない。",
    ),
    "plan-not-said": (
        "the rules of the plan {plan} cannot be said in this form",
        "この形式ではプラン{plan}の規則を表せない。",
        "whoever reads it needs the plan file besides",
        "読み手にはプランファイルも渡す。",
    ),
    "package-incomplete": (
        "of {type} the format requires what the register does not know: {names}",
        "この形式が{type}に求める項目のうち、原簿が知らないもの：{names}。",
        "add it to the package before it goes to whoever requires it",
        "求める相手に渡す前に、パッケージに書き加える。",
    ),
    "history-not-said": (
        "this form says only how things stand, and not what was recorded before they were corrected ({number})",
        "この形式は現在の内容だけを表し、訂正前の記録（{number}件）は表さない。",
    ),
    "holder-of-several-plans": (
        "the holder {name} has grants under several plans, which rows of one plan cannot tell",
        "保有者{name}は複数のプランの割当てを持ち、一つのプランの行では表せない。",
        "ask about the register itself with `--register`",
        "`--register`で原簿そのものに問う。",
    ),
    "no-page-form": (
        "{file} is neither a page nor a workbook by its name",
        "{file}の名前は印刷するページのものでもワークブックのものでもない。",
        "name a file that ends in {names}",
        "{names}で終わるファイルを指定する。",
    ),
    "no-export-form": (
        "{file} does not tell in which form the register is wanted",
        "{file}からは書き出す形式が分からない。",
        "name a file that ends in {names}, or a folder with `--as`",
        "{names}で終わるファイル、または`--as`とともにフォルダーを指定する。",
    ),
    "no-head": (
        "{found} is no head of a register",
        "{found}は原簿の末尾の印ではない。",
        "write what `kenri register verify` printed, such as `12:9f86d0…`",
        "`kenri register verify`が表示した`12:9f86d0…`のような値を書く。",
    ),
    "copy-there": (
        "there is something at {file} already",
        "{file}には既に何かがある。",
        "name a file that is not there yet",
        "まだないファイルを指定する。",
    ),
    "backup-of-server": (
        "{register} is on a server, whose own tools keep copies of it",
        "{register}はサーバー上にあり、控えはサーバーの道具で取る。",
        "use `pg_dump` and `pg_restore`, and then `kenri register verify`",
        "`pg_dump`と`pg_restore`を使い、その後`kenri register verify`で確かめる。",
    ),
}

PHRASES: dict[str, Entry] = {
    "entry-party": ("party", "当事者"),
    "entry-grant": ("grant", "割当て"),
    "entry-fact": ("fact", "事実"),
    "entry-event": ("event", "イベント"),
    "ask-again-by-key": (
        "ask for the same again with {option}: it is then recorded once, whether it is there or not",
        "{option}を付けて同じ請求をもう一度行う。残っていてもいなくても、一度だけ記録される。",
    ),
    "keep-the-answer": (
        "{hint}; {command} keeps the answer to a question; to be recorded it needs an event with `act:`",
        "{hint}照会への回答は{command}で残せる。記録するには、プランに`act:`のあるイベントが要る。",
    ),
}
"""What an entry of a register is called, and what would be right where one sentence has several answers to that."""
