"""Problems of the command line: its words, the files it reads and writes, played lines, and what is not installed."""

from kenri.model.catalogue.entry import Entry

_WRITE = ("write {form}", "{form}と書く。")

PROBLEMS: dict[str, Entry] = {
    "usage": ("{what}", "{what}"),
    "output-closed": (
        "standard output is closed: there is nowhere to answer",
        "標準出力が閉じており、回答する先がない。",
        "leave it open, or send it to a file",
        "閉じずにおくか、ファイルに送る。",
    ),
    "answer-not-written": (
        "the answer cannot be written: {reason}",
        "回答を書き込めない：{reason}。",
        "send it somewhere else",
        "別の所に送る。",
    ),
    # what is read
    "no-such-folder": (
        "there is no folder {folder}",
        "フォルダー{folder}はない。",
        "name a folder that is there",
        "今あるフォルダーを指定する。",
    ),
    "no-such-life": ("there is no life {name}", "経過{name}はない。"),
    "input-not-utf-8": (
        "standard input is not UTF-8 text",
        "標準入力がUTF-8の文字ではない。",
        "send it in the encoding UTF-8",
        "UTF-8で送る。",
    ),
    "input-is-played": (
        "standard input is for the lines that are played",
        "標準入力は、対話で入力する行に使われる。",
        "name a file of a life",
        "経過のファイルを指定する。",
    ),
    "no-name-and-value": (
        "{option} takes a name and a value, found {text}",
        "{option}には名前と値が必要だが、{text}がある。",
        "write `name=value`",
        "`name=value`と書く。",
    ),
    "given-twice": (
        "{name} is given twice",
        "{name}が二度指定されている。",
        "give {option} once for each name",
        "{option}は名前ごとに一度だけ指定する。",
    ),
    "option-given-twice": (
        "{option} takes one value, and is given twice",
        "{option}は一つの値をとるが、二度指定されている。",
        "leave one of the two out",
        "どちらか一方を省く。",
    ),
    "option-needs-another": (
        "{option} says nothing without {other}",
        "{option}は{other}がなければ意味を持たない。",
        "add {other}, or leave {option} out",
        "{other}を加えるか、{option}を省く。",
    ),
    "options-exclude": (
        "{option} says nothing beside {other}",
        "{option}は{other}とともに指定しても意味を持たない。",
        "leave one of the two out",
        "どちらか一方を省く。",
    ),
    "schema-without-plan": (
        "this schema is the same whatever the plan",
        "このスキーマは規約によらず同じである。",
        "leave the plan out",
        "規約を省く。",
    ),
    "construct-without-plan": (
        "a construct is the same whatever the plan",
        "構文は規約によらず同じである。",
        "name the construct alone",
        "構文だけを指定する。",
    ),
    "no-such-construct": ("the language has no construct {name}", "この言語に{name}という構文はない。"),
    "nothing-to-compare": (
        "a plan is compared with another, or with itself without an amendment",
        "規約は、別の規約と、または変更を除いたそれ自身と比べる。",
        "name one of the two",
        "どちらか一方を指定する。",
    ),
    "not-in-plan": ("{plan} declares no {name}", "{plan}は{name}を宣言していない。"),
    "no-fact-of-figures": ("{fact} is no fact of these figures", "{fact}はこれらの算出値の事実ではない。"),
    "nothing-to-check": ("there is nothing called {name} to check", "検査すべき{name}というものはない。"),
    "nothing-to-change": (
        "there is nothing in {names} to change",
        "{names}に変えられるものがない。",
        "name a section or an entry",
        "節または項目の名前を指定する。",
    ),
    "nothing-to-draw": (
        "there is no day to draw: nothing is recorded, and no window begins or ends",
        "図示する日がない。記録がなく、始まる期間も終わる期間もない。",
        "leave the file out",
        "ファイルの指定を省く。",
    ),
    "no-part-to-draw": (
        "there is no part to draw: nothing vests on a known day",
        "図示する回がない。確定する日が分かるものがない。",
        "leave the file out",
        "ファイルの指定を省く。",
    ),
    # what is written
    "file-is-there": (
        "{file} is there already",
        "{file}は既にある。",
        "name another file",
        "別のファイルを指定する。",
    ),
    "file-not-written": (
        "{file} cannot be written: {reason}",
        "{file}に書き込めない：{reason}。",
        "name another file",
        "別のファイルを指定する。",
    ),
    "written-over-read": (
        "{option} would write over {file}, which is read",
        "{option}は、読み込むファイル{file}に上書きすることになる。",
        "name another file",
        "別のファイルを指定する。",
    ),
    "written-twice": (
        "{option} and {other} would both write {file}",
        "{option}と{other}が同じファイル{file}に書くことになる。",
        "name a file for each",
        "それぞれに別のファイルを指定する。",
    ),
    "folder-not-made": (
        "{folder} cannot be made: {reason}",
        "{folder}を作れない：{reason}。",
        "name another folder",
        "別のフォルダーを指定する。",
    ),
    # played lines
    "line-of-party": ("a party has a name and a role", "関係者には名前と役割が必要である。", *_WRITE),
    "line-of-grant": (
        "a grant has a grantee, a number and perhaps a day",
        "割当てには、受ける者、数、必要なら日を書く。",
        *_WRITE,
    ),
    "line-of-fact": ("a fact is the name of a term and a value", "事実は条件値の名前と値である。", *_WRITE),
    "line-of-reading": (
        "a reading is the name of a clause's question and an option",
        "解釈は、条項の問いの名前と選択肢で指定する。",
        *_WRITE,
    ),
    "line-of-save": ("a file is saved as a life or as a scenario", "保存できるのは経過またはシナリオである。", *_WRITE),
    "no-such-command": ("there is no command {name}", "{name}という命令はない。"),
    "no-command-or-event": ("there is no command and no event {name}", "{name}という命令も事由もない。"),
    "event-not-named": ("which event is meant is not said", "どの事由かが書かれていない。"),
    "nothing-to-undo": ("there is nothing to undo", "取り消すものがない。"),
    "nothing-to-redo": ("there is nothing to do again", "やり直すものがない。"),
    "beyond-calendar": (
        "{text} leads out of the calendar",
        "{text}は暦の範囲を超える。",
        "write a day as `2025-06-25`",
        "日は`2025-06-25`のように書く。",
    ),
    "unclosed-quotation": (
        "a quotation is not closed",
        "引用符が閉じていない。",
        "close it, or leave it out",
        "閉じるか、省く。",
    ),
    # what is not installed, or not able
    "solver-missing": (
        "checking needs the solver Z3",
        "検査にはソルバーZ3が必要である。",
        'install it with `pip install "kenri[proofs]"`',
        '`pip install "kenri[proofs]"`で導入する。',
    ),
    "png-missing": (
        "a picture in pixels needs resvg",
        "ピクセル画像の作成にはresvgが必要である。",
        'install it with `pip install "kenri[png]"`, or write an SVG',
        '`pip install "kenri[png]"`で導入するか、SVGで書き出す。',
    ),
    "png-no-font": (
        "no font for text is found on this system, and a picture would be without its words",
        "文字を描くフォントがこのシステムにない。",
        "install one, such as those of `Noto` or `DejaVu`, or write an SVG",
        "`Noto`や`DejaVu`のフォントを導入するか、SVGで書き出す。",
    ),
    "png-no-character": (
        "no font on this system has {characters}",
        "{characters}を持つフォントがこのシステムにない。",
        "install a font of that script, such as those of `Noto` for Japanese, or write an SVG",
        "その文字を持つフォント（日本語なら`Noto`のフォントなど）を導入するか、SVGで書き出す。",
    ),
    "png-too-large": (
        "the picture would have {found} pixels: {limit}",
        "画像が{found}ピクセルになる。{limit}。",
        "ask about less, or write an SVG",
        "対象を狭めるか、SVGで書き出す。",
    ),
    "forward-missing": (
        "the forward evaluator needs durable-rules, which is not here",
        "前向き推論に必要なdurable-rulesがない。",
        "install `kenri[forward]` on CPython 3.12 or older",
        "CPython 3.12以前に`kenri[forward]`を導入する。",
    ),
    "forward-refuses": (
        "the forward evaluator refuses {entry}: {construct} {reason}",
        "前向き推論は{entry}を扱えない：{construct}は{reason}。",
        "ask the reference evaluator, which can",
        "参照用の評価器に照会する。",
    ),
    "input-too-large": (
        "standard input is larger: {limit}",
        "標準入力が大きすぎる。{limit}。",
        "send less",
        "小さくして送る。",
    ),
    "forward-declines": (
        "the forward evaluator declines this question: {limit}",
        "前向き推論はこの照会を扱わない。{limit}。",
        "ask the reference evaluator, which can",
        "参照用の評価器に照会する。",
    ),
}

PHRASES: dict[str, Entry] = {
    # usage
    "usage-unknown-option": ("there is no option {option}", "オプション{option}はない。"),
    "usage-unknown-command": ("there is no command {command}", "コマンド{command}はない。"),
    "usage-no-command": ("a command is missing", "コマンドがない。"),
    "usage-missing-argument": ("the argument {name} is missing", "引数{name}がない。"),
    "usage-missing-option": ("the option {name} is missing", "オプション{name}がない。"),
    "usage-extra-argument": ("an argument too many: {arguments}", "余分な引数がある：{arguments}。"),
    "usage-option-without-value": ("the option {option} needs a value", "オプション{option}には値が必要である。"),
    "usage-option-with-value": ("the option {option} takes no value", "オプション{option}は値をとらない。"),
    "usage-not-among": (
        "{value} is not one of {choices}, which {name} may be",
        "{name}は{choices}のいずれかでなければならないが、{value}である。",
    ),
    "usage-bad-value": ("the value of {name} cannot be taken: {said}", "{name}の値を使えない（{said}）。"),
    "usage-other": ("{said}", "コマンドの書き方が正しくない（{said}）。"),
    "see-help": ("{command} shows how", "{command}で使い方を表示する。"),
    # help
    "lives-shipped": (
        "{hint}, as they are shipped; a path ends in `.yaml`",
        "{hint}これらは付属のものである。ファイルは`.yaml`で終わる名前で指定する。",
    ),
    "move-or-another-folder": ("move it away, or name another folder", "移すか、別のフォルダーを指定する。"),
    "another-id-or-folder": ("choose another id or folder", "別の識別名またはフォルダーを選ぶ。"),
    "choose-a-folder": ("choose a folder", "フォルダーを選ぶ。"),
    "write-form": _WRITE,
    "remove-first": ("remove that one first", "先にそれを取り除く。"),
    # forward chaining
    "forward-unknown": ("is no construct it knows", "未知の構文である"),
    "forward-too-large": ("is too large: {limit}", "大きすぎる（{limit}）"),
    "forward-too-many": ("are too many: {limit}", "多すぎる（{limit}）"),
    "limit-rules": ("{number} rules, and the engine takes {most}", "規則{number}件、上限{most}件"),
    "limit-tests": ("{number} different tests, and the engine takes {most}", "判定{number}種、上限{most}種"),
    "limit-patterns": (
        "{number} patterns in a rule, and the engine takes {most}",
        "一つの規則の型{number}件、上限{most}件",
    ),
    "limit-fitting": ("{number} tests of {name}, and the engine takes {most}", "{name}の判定{number}件、上限{most}件"),
    "limit-facts": ("{number} facts, and the engine takes {most}", "事実{number}件、上限{most}件"),
    "limit-alike": ("the engine cannot tell {name} from {other}", "推論器が{name}と{other}を区別できない"),
}
