"""Problems of files and text: files, YAML, and what an unquoted word may mean."""

from kenri.model.catalogue.entry import Entry

_INDENT = "check the indentation of this line and of the one before"
_INDENT_JA = "この行と前の行の字下げを確かめる。"
_IN_BRACKETS = "a text with a comma or `: ` inside `{ }` or `[ ]` must be quoted"
_IN_BRACKETS_JA = "`{ }`や`[ ]`の中では、コンマや`: `を含む文字列を引用符で囲む。"

PROBLEMS: dict[str, Entry] = {
    # files
    "no-such-file": ("there is no file {file}", "ファイル{file}はない。"),
    "is-a-folder": (
        "{file} is a folder",
        "{file}はフォルダーである。",
        "name a file in it",
        "その中のファイルを指定する。",
    ),
    "no-permission": (
        "the file {file} may not be read",
        "ファイル{file}を読む権限がない。",
        "check its permissions",
        "ファイルの権限を確かめる。",
    ),
    "unreadable-file": (
        "the file {file} cannot be read: {reason}",
        "ファイル{file}を読めない：{reason}。",
    ),
    "text-too-large": (
        "the text is larger than {size} MiB: {limit}",
        "文書が{size}MiBより大きい。{limit}。",
        "split it into parts",
        "いくつかに分ける。",
    ),
    "not-utf-8": (
        "the byte {byte} here is not UTF-8 text",
        "ここのバイト{byte}はUTF-8の文字ではない。",
        "save the file in the encoding UTF-8",
        "ファイルをUTF-8で保存する。",
    ),
    "unseen-character": (
        "the character {character} here cannot be seen",
        "ここの文字{character}は目に見えない。",
        "remove it",
        "取り除く。",
    ),
    # documents
    "empty-text": ("the text is empty", "文書が空である。", "write a document in it", "内容を書く。"),
    "empty-document": (
        "the document is empty",
        "この文書は空である。",
        "write something in it, or remove its `---`",
        "内容を書くか、`---`を取り除く。",
    ),
    "empty-item": (
        "an item of this list is empty",
        "このリストに空の項目がある。",
        "write it, or remove its `-`",
        "項目を書くか、`-`を取り除く。",
    ),
    "repeated-key": (
        "the key {key} is given again, after {first}",
        "キー{key}が{first}に続いて再び書かれている。",
        "keep one of the two",
        "どちらか一方を残す。",
    ),
    "key-without-value": (
        "the key {key} has no value",
        "キー{key}に値がない。",
        "write its value, or leave the key out",
        "値を書くか、キーを省く。",
    ),
    "no-key": ("a key is missing here", "ここにキーがない。", "write `key: value`", "`key: value`と書く。"),
    "key-is-no-word": (
        "a key must be text",
        "キーは文字列でなければならない。",
        "write `key: value`; quote a text that starts with a bracket",
        "`key: value`と書く。括弧で始まる文字列は引用符で囲む。",
    ),
    "key-not-text": (
        "a key must be text, found {word}",
        "キーは文字列でなければならないが、{word}がある。",
        "quote it: {quoted}",
        "引用符で囲む：{quoted}。",
    ),
    "merge-key": (
        "the merge key `<<` is not allowed",
        "マージキー`<<`は使えない。",
        "write the keys that it would bring",
        "取り込みたいキーをそのまま書く。",
    ),
    "alias": (
        "the alias {name} is not allowed",
        "エイリアス{name}は使えない。",
        "write the value out here",
        "値をここにそのまま書く。",
    ),
    "anchor": ("the anchor {name} is not allowed", "アンカー{name}は使えない。", "remove it", "取り除く。"),
    "tag": ("the tag {name} is not allowed", "タグ{name}は使えない。", "remove it", "取り除く。"),
    "undefined-tag": (
        "a tag is not allowed",
        "タグは使えない。",
        "remove it; quote a text that starts with `!`",
        "取り除く。`!`で始まる文字列は引用符で囲む。",
    ),
    "directive": (
        "a directive is not allowed",
        "ディレクティブは使えない。",
        "remove the line that starts with `%`",
        "`%`で始まる行を取り除く。",
    ),
    "nested-too-deep": (
        "lists and mappings are nested more than {depth} deep here: {limit}",
        "ここでリストとマッピングの入れ子が{depth}段を超える。{limit}。",
        "nest them less",
        "入れ子を浅くする。",
    ),
    "too-many-problems": (
        "{limit} problems were found up to here",
        "ここまでに誤りが{limit}件ある。",
        "correct them first",
        "まずそれらを直す。",
    ),
    # syntax
    "not-yaml": ("this is not valid YAML: {reason}", "YAMLとして正しくない：{reason}。"),
    "stray-colon": (
        "a `:` cannot stand here",
        "ここに`:`は置けない。",
        "put a blank after it, or quote the text that holds it",
        "後に空白を置くか、それを含む文字列を引用符で囲む。",
    ),
    "stray-dash": (
        "a `- ` cannot stand here",
        "ここに`- `は置けない。",
        "start the list on its own line",
        "リストを新しい行から始める。",
    ),
    "stray-question-mark": (
        "a `? ` cannot stand here",
        "ここに`? `は置けない。",
        "start the mapping on its own line",
        "マッピングを新しい行から始める。",
    ),
    "missing-comma": ("a `,` or {bracket} is missing before this", "この前に`,`または{bracket}がない。"),
    "no-item-of-list": (
        "this does not continue the list above",
        "これは上のリストの続きになっていない。",
        _INDENT,
        _INDENT_JA,
    ),
    "no-key-of-mapping": (
        "this does not continue the mapping above",
        "これは上のマッピングの続きになっていない。",
        f"write `key: value`; quote the whole of a text that starts with a quote; otherwise {_INDENT}",
        f"`key: value`と書く。引用符で始まる文字列は全体を引用符で囲む。そうでなければ、{_INDENT_JA}",
    ),
    "after-the-end": (
        "nothing can follow the end of the document",
        "文書の終わりの後には何も置けない。",
        "remove this, or start another document with a line `---`",
        "取り除くか、`---`だけの行で次の文書を始める。",
    ),
    "escape-without-character": (
        "this escape names no character",
        "このエスケープが表す文字はない。",
        "write the character itself",
        "文字そのものを書く。",
    ),
    "escape-too-short": (
        "this escape has too few digits",
        "このエスケープは桁が足りない。",
        "write `\\u` and four hex digits",
        "`\\u`と十六進の4桁で書く。",
    ),
    "unknown-escape": (
        "{escape} is not an escape",
        "{escape}というエスケープはない。",
        "double the backslash, or use single quotes around the text",
        "バックスラッシュを二つ重ねるか、文字列を単一引用符で囲む。",
    ),
    "tab": ("a tab cannot indent a line", "行の字下げにタブは使えない。", "indent with spaces", "空白で字下げする。"),
    "document-ends-in-quotes": (
        "the document ends inside a quoted text",
        "引用符で囲んだ文字列の途中で文書が終わる。",
        "close the quoted text first",
        "先に引用符を閉じる。",
    ),
    "unclosed-list": (
        "the list that starts here is not closed",
        "ここで始まるリストが閉じていない。",
        "close it with `]`",
        "`]`で閉じる。",
    ),
    "unclosed-mapping": (
        "the mapping that starts here is not closed",
        "ここで始まるマッピングが閉じていない。",
        "close it with `}`",
        "`}`で閉じる。",
    ),
    "unclosed-quote": (
        "the quoted text that starts here is not closed",
        "ここで始まる引用符が閉じていない。",
        "add the closing quote",
        "終わりの引用符を加える。",
    ),
    "no-key-and-value": (
        "this is no `key: value`",
        "`key: value`の形になっていない。",
        f"add the `:`; otherwise {_INDENT}",
        f"`:`を加える。そうでなければ、{_INDENT_JA}",
    ),
    "text-on-sign-line": (
        "the text after {sign} must start on its own line",
        "{sign}の後の文字列は次の行から始めなければならない。",
        "start it on the next line, or quote it",
        "次の行から始めるか、引用符で囲む。",
    ),
    "unquoted-start": (
        "an unquoted text cannot start with {character}",
        "引用符のない文字列は{character}で始められない。",
        "quote the text",
        "文字列を引用符で囲む。",
    ),
    "text-ends": (
        "the text ends where a value must stand",
        "値があるべきところで文書が終わる。",
        "complete it, or close what is open",
        "続きを書くか、開いているものを閉じる。",
    ),
    "no-value-here": (
        "a value must stand here, found {found}",
        "ここには値がなければならないが、{found}がある。",
        "write the value, or quote the text",
        "値を書くか、文字列を引用符で囲む。",
    ),
    # words
    "empty-value": (
        "an empty value says nothing",
        "空の値は何も表さない。",
        "leave out the key or item that holds it",
        "それを持つキーまたは項目を省く。",
    ),
    "null-value": (
        "{word} says nothing",
        "{word}は何も表さない。",
        "leave out the key or item that holds it",
        "それを持つキーまたは項目を省く。",
    ),
    "spelling-of-flag": (
        "{word} is not a way to write {right}",
        "{right}を{word}とは書けない。",
        "write {right}",
        "{right}と書く。",
    ),
    "no-such-day": (
        "there is no day {word}",
        "{word}という日はない。",
        "write a day of the calendar, as in `2024-02-29`",
        "`2024-02-29`のように、暦にある日を書く。",
    ),
    "digits-of-day": (
        "the day {word} must have a month and a day of two digits",
        "{word}の月と日は2桁でなければならない。",
        "write it as {right}",
        "{right}と書く。",
    ),
    "form-of-instant": (
        "the instant {word} is not written in the one accepted way",
        "時刻{word}は定められた形で書かれていない。",
        "write it like `2025-07-07T14:59:59Z` or `2025-07-07T23:59:59+09:00`",
        "`2025-07-07T14:59:59Z`または`2025-07-07T23:59:59+09:00`のように書く。",
    ),
    "no-such-instant": (
        "there is no instant {word}",
        "{word}という時刻はない。",
        "write an instant such as `2025-07-07T23:59:59+09:00`",
        "`2025-07-07T23:59:59+09:00`のような時刻を書く。",
    ),
    "instant-without-zone": (
        "the instant {word} does not say in which zone it is",
        "時刻{word}はどの時間帯のものか分からない。",
        "add `Z` for UTC or an offset: {utc}, {offset}",
        "UTCなら`Z`、そうでなければ時差を加える：{utc}、{offset}。",
    ),
    "base-60": (
        "{word} means a number in base 60 to some YAML readers",
        "{word}は、YAMLの読み手によっては60進の数になる。",
        "quote it: {quoted}",
        "引用符で囲む：{quoted}。",
    ),
    "other-base": (
        "{word} is a number in another base than ten",
        "{word}は10進でない数である。",
        "write it in base ten",
        "10進で書く。",
    ),
    "exponent": (
        "{word} is a number with an exponent",
        "{word}は指数を使った数である。",
        "write all its digits",
        "すべての桁を書く。",
    ),
    "underscores": (
        "{word} is a number with underscores",
        "{word}は下線を含む数である。",
        "write {right}",
        "{right}と書く。",
    ),
    "not-finite": (
        "{word} is not a finite number",
        "{word}は有限の数ではない。",
        "write a number with digits",
        "数字で数を書く。",
    ),
    "plus-sign": (
        "the number {word} has a plus sign",
        "数{word}に正の符号がある。",
        "write it without the sign",
        "符号なしで書く。",
    ),
    "leading-zero": (
        "the number {word} starts with a zero",
        "数{word}が0で始まる。",
        "write {right}",
        "{right}と書く。",
    ),
    "bare-point": (
        "the number {word} has no digit on one side of its point",
        "数{word}は小数点の片側に数字がない。",
        "write {right}",
        "{right}と書く。",
    ),
    "number-too-long": (
        "a number of more than {most} digits is too long: {limit}",
        "{most}桁を超える数は長すぎる。{limit}。",
        "quote it if it is text",
        "文字列なら引用符で囲む。",
    ),
    # limits and odd files
    "text-too-long": (
        "a text here has {number} characters: {limit}",
        "ここの文字列は{number}文字ある。{limit}。",
        "shorten it",
        "短くする。",
    ),
    "key-too-long": (
        "the key {key} has {number} characters: {limit}",
        "キー{key}は{number}文字ある。{limit}。",
        "shorten it",
        "短くする。",
    ),
    "no-ordinary-file": (
        "{file} is no ordinary file",
        "{file}は通常のファイルではない。",
        "name a file; `-` reads a life from standard input",
        "ファイルを指定する。`-`なら標準入力から経過を読む。",
    ),
    "only-named-like-a-file": (
        "{file} is named like a file, and is none that can be read",
        "{file}はファイルのような名前だが、読めるファイルではない。",
        "remove it, or name it otherwise",
        "取り除くか、別の名前にする。",
    ),
    "folder-too-large": (
        "the folder {folder} holds more files: {limit}",
        "フォルダー{folder}のファイルが多すぎる。{limit}。",
        "name a folder in it",
        "その中のフォルダーを指定する。",
    ),
    "link-outside": (
        "{file} is a link to a file outside its folder",
        "{file}はフォルダーの外のファイルへのリンクである。",
        "put the file itself into {folder}",
        "ファイルそのものを{folder}に置く。",
    ),
}

PHRASES: dict[str, Entry] = {
    "or-quote": (
        "{said:help}, or quote it if it is text: {quoted}",
        "{said:help}文字列なら引用符で囲む：{quoted}。",
    ),
    "no-folder-either": ("there is no folder {folder} either", "フォルダー{folder}もない。"),
    "folder-is-empty": ("the folder {folder} is empty", "フォルダー{folder}は空である。"),
    "remove-or-escape": (
        "remove it, or write {escape} inside double quotes",
        "取り除くか、二重引用符の中に{escape}と書く。",
    ),
    "quote-with-colon": (
        f"quote a text that holds `: `; otherwise {_INDENT}",
        f"`: `を含む文字列は引用符で囲む。そうでなければ、{_INDENT_JA}",
    ),
    "close-list": (f"close the list with `]`; {_IN_BRACKETS}", f"リストを`]`で閉じる。{_IN_BRACKETS_JA}"),
    "close-mapping": (f"close the mapping with `}}`; {_IN_BRACKETS}", f"マッピングを`}}`で閉じる。{_IN_BRACKETS_JA}"),
    "in-brackets-or-value": (
        f"{_IN_BRACKETS}; otherwise write its value",
        f"{_IN_BRACKETS_JA}そうでなければ値を書く。",
    ),
    "cut-number": (f"write a number without commas; {_IN_BRACKETS}", f"数はコンマなしで書く。{_IN_BRACKETS_JA}"),
    "not-understood": ("it cannot be understood", "解釈できない"),
    # what the system says of a file
    "system-no-space": ("no space left on device", "空き容量がない"),
    "system-denied": ("permission denied", "権限がない"),
    "system-folder": ("is a directory", "フォルダーである"),
    "system-no-folder": ("not a directory", "フォルダーではないものを通る"),
    "system-missing": ("no such file or directory", "ファイルまたはフォルダーがない"),
    "system-there": ("file exists", "既にある"),
    "system-read-only": ("read-only file system", "書き込めない領域である"),
    "system-name-too-long": ("file name too long", "名前が長すぎる"),
    "system-too-large": ("the file would be larger than is allowed", "許される大きさを超える"),
    "system-no-share": ("the space that is allowed is used up", "割り当てられた容量を使い切った"),
    "system-too-many-open": ("too many files are open", "開いているファイルが多すぎる"),
    "system-in-use": ("it is in use", "使用中である"),
    "system-broken": ("the device does not work", "装置の入出力に失敗した"),
    "system-nobody-there": ("there is no such device, or nobody at its other end", "装置または相手がいない"),
    "system-loop": ("too many levels of symbolic links", "リンクが循環している"),
    "system-null": ("embedded null byte", "名前に使えない文字がある"),
    "system-other": ("{reason}", "システムの報告は{reason}"),
    "dangling-link": ("it is a link to a file that is not there", "存在しないファイルへのリンクである。"),
    "quote-or-ratio": (
        "quote it: {quoted}; a ratio is read either way: {forth} is {new} new on {old} old, {back} {old} on {new}",
        "引用符で囲む：{quoted}。比率はどちらにも読める。旧{old}につき新{new}なら{forth}、旧{new}につき新{old}なら{back}と書く。",
    ),
}
