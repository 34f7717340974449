"""Problems of what is brought in: tables, their cells, and packages of the Open Cap Format."""

from kenri.model.catalogue.entry import Entry

_MAP = "say in a mapping file what its words mean"

PROBLEMS: dict[str, Entry] = {
    # files of tables
    "neither-encoding": (
        "the text is neither UTF-8 nor CP932",
        "文字コードがUTF-8でもCP932でもない。",
        "save the table as UTF-8",
        "表をUTF-8で保存する。",
    ),
    "read-as-cp932": (
        "the text is no UTF-8 and was read as CP932",
        "UTF-8ではないため、CP932として読んだ。",
        "check a name in it; save the table as UTF-8 if it is wrong",
        "氏名などを確かめる。誤っていれば表をUTF-8で保存する。",
    ),
    "quotes-do-not-close": (
        "quotes are not closed, or something follows a closing one",
        "引用符が閉じていないか、閉じた引用符の後に文字がある。",
        "write a quote inside a quoted cell twice",
        "引用符で囲んだセルの中の引用符は二つ続けて書く。",
    ),
    "cell-too-long": (
        "the text of a cell is too long: {limit}",
        "セルの文字列が長すぎる。{limit}。",
        "shorten it",
        "短くする。",
    ),
    "spreadsheets-missing": (
        "spreadsheets need python-calamine to be read, and openpyxl to be written",
        "表計算ファイルの読み込みにはpython-calamine、書き出しにはopenpyxlが必要である。",
        'install them with `pip install "kenri[tables]"`',
        '`pip install "kenri[tables]"`で導入する。',
    ),
    "no-workbook": (
        "the file is no workbook that can be read",
        "表計算ファイルとして読めない。",
        "open it in a spreadsheet program and save it anew, as xlsx or as CSV",
        "表計算ソフトで開き、xlsxまたはCSVで保存し直す。",
    ),
    "workbook-with-password": (
        "the workbook is protected by a password",
        "表計算ファイルにパスワードが掛かっている。",
        "save it without one",
        "パスワードを外して保存する。",
    ),
    "workbook-too-large": (
        "the workbook is too large: {limit}",
        "表計算ファイルが大きすぎる。{limit}。",
        "save its sheets as CSV, which may be of any size",
        "シートをCSVで保存する。CSVに大きさの上限はない。",
    ),
    "sheet-too-large": (
        "the sheet {sheet} reaches too far: {limit}",
        "シート{sheet}の使用範囲が広すぎる。{limit}。",
        "delete what stands far to the right or below, or save the sheet as CSV",
        "離れた行や列の内容を削除するか、シートをCSVで保存する。",
    ),
    "too-many-faulty-cells": (
        "more than {number} cells of the sheet {sheet} have an error or a formula without value",
        "シート{sheet}には、エラーまたは値のない数式のセルが{number}個を超えてある。",
        "open the workbook in a spreadsheet program and save it, so that its formulas are worked out",
        "表計算ソフトで開いて保存し、数式を計算させる。",
    ),
    "hidden-sheet": (
        "the sheet is hidden and was not read",
        "非表示のシートのため読み込まなかった。",
        "show it, or write `hidden: true` in a mapping file",
        "表示するか、対応表に`hidden: true`と書く。",
    ),
    # headings
    "no-headings": (
        "no row has headings that are known",
        "知っている見出しのある行がない。",
        "say in a mapping file which row has them (`headings: 3`); `kenri register template` has some that are known",
        "対応表で行（`headings: 3`）を示す。知っている見出しは`kenri register template`にある。",
    ),
    "no-such-heading-row": (
        "the row of headings that the mapping names has none",
        "対応表の示す見出しの行に見出しがない。",
        "count rows from 1; two rows must follow one another, and the first have merged cells",
        "行は1から数える。2行のときは連続し、上の行に結合セルがあること。",
    ),
    "unknown-heading": (
        "the heading {heading} is not known, and its column is not empty",
        "見出し{heading}の意味が分からず、列に値がある。",
        "say in a mapping file what it is, or list it under `ignored`",
        "対応表に意味を書くか、`ignored`に並べる。",
    ),
    "heading-of-several": (
        "the heading {heading} may mean {names:or}",
        "見出し{heading}は{names:or}のいずれかである。",
        "say in a mapping file which",
        "対応表でどれかを示す。",
    ),
    "heading-twice": (
        "the heading {heading} is a second one for {name}",
        "見出し{heading}は{name}の二つ目の列である。",
        "list one of them under `ignored` in a mapping file",
        "対応表の`ignored`に一方を並べる。",
    ),
    "heading-with-size": (
        "the heading {heading} says that its numbers are in thousands or the like",
        "見出し{heading}は千などの単位の数を示している。",
        "write the numbers in full",
        "数を省略せずに書く。",
    ),
    "no-column-for": (
        "a row needs {name}, and no column is known to have it",
        "行に{name}が必要だが、その列が見当たらない。",
        "add the column, or say in a mapping file which it is",
        "列を加えるか、対応表でどの列かを示す。",
    ),
    "name-is-no-key": (
        "the table has names and no column that tells people of the same name apart",
        "氏名だけで、同姓同名の人を区別する列がない。",
        "add a column such as `Employee ID`: nobody is found by name",
        "`Employee ID`（社員番号）などの列を加える。氏名では人を特定しない。",
    ),
    # mapping files
    "mapping-is-one-document": (
        "a mapping file has one document",
        "対応表の文書は一つである。",
        "remove the lines `---` and put all under one `sheets:`",
        "`---`の行を取り除き、一つの`sheets:`にまとめる。",
    ),
    "mapping-needs-keys": (
        "here must be names with what they mean, found {found}",
        "ここには名前と意味の組が必要だが、{found}がある。",
        "write `theirs: ours`",
        "相手の語と意味を`theirs: ours`の形で書く。",
    ),
    "mapping-needs-text": (
        "here must be a word or a text, found {found}",
        "ここには語または文字列が必要だが、{found}がある。",
        "quote a number or a day that is meant as text",
        "文字列としての数や日は引用符で囲む。",
    ),
    "mapping-needs-flag": (
        "here must be `true` or `false`, found {found}",
        "ここには`true`または`false`が必要だが、{found}がある。",
    ),
    "mapping-needs-choice": (
        "here must be {names:or}, found {found}",
        "ここには{names:or}が必要だが、{found}がある。",
    ),
    "mapping-needs-rows": (
        "here must be the number of a row, or of two that follow one another, found {found}",
        "ここには行番号、または連続する二つの行番号が必要だが、{found}がある。",
        "write `3` or `[3, 4]`",
        "`3`または`[3, 4]`と書く。",
    ),
    "no-such-target": (
        "{name} is nothing that a column can be",
        "{name}という列の意味はない。",
    ),
    "no-such-kind-of-event": ("no plan here has the kind of event {name}", "ここの規約に事由{name}はない。"),
    "no-such-heading": (
        "the sheet has no heading {heading}",
        "シートに見出し{heading}はない。",
    ),
    "no-such-sheet": ("no file here has a sheet {sheet}", "シート{sheet}はどのファイルにもない。"),
    "no-plan-given": (
        "the plan {plan} is not among those that the table was to be read with",
        "規約{plan}は、表を読むために指定されたものの中にない。",
    ),
    # cells
    "cell-is-empty": (
        "the cell is empty, and {name} must be told",
        "セルが空だが、{name}が必要である。",
        "fill it in",
        "値を書く。",
    ),
    "cell-with-error": (
        "the cell has an error in the place of a value",
        "セルの値がエラーである。",
        "correct its formula",
        "数式を直す。",
    ),
    "formula-without-value": (
        "the cell has a formula whose value nobody has worked out",
        "セルの数式に計算した値がない。",
        "open the workbook in a spreadsheet program and save it",
        "表計算ソフトで開いて保存する。",
    ),
    "cell-is-no-text": (
        "there must be a text or a number, found {found}",
        "文字列または数が必要だが、{found}がある。",
    ),
    "cell-is-no-flag": (
        "there must be yes or no, found {found}",
        "はい・いいえが必要だが、{found}がある。",
        "write `yes` or `no`",
        "`yes`または`no`と書く。",
    ),
    "cell-is-no-day": (
        "there must be a day, found {found}",
        "日が必要だが、{found}がある。",
        "write it as `2025-06-25` or `令和7年6月25日`",
        "`2025-06-25`または`令和7年6月25日`のように書く。",
    ),
    "no-such-day-cell": ("there is no such day: {found}", "{found}という日はない。", "correct it", "直す。"),
    "day-with-time": (
        "there must be a day, found one with a time: {found}",
        "日が必要だが、時刻がある：{found}。",
        "write the day alone",
        "日だけを書く。",
    ),
    "day-before-march-1900": (
        "a spreadsheet cannot be trusted with days before March 1900: {found}",
        "表計算ソフトの1900年3月より前の日は信頼できない：{found}。",
        "write the day as text, `1899-12-31`",
        "`1899-12-31`のように文字列で書く。",
    ),
    "number-is-no-day": (
        "the number {found} is no day between 1990 and 2100",
        "数{found}は1990年から2100年までの日ではない。",
        "format the cell as a date",
        "セルの書式を日付にする。",
    ),
    "serial-taken-for-day": (
        "numbers of this column were taken for days, {found} for {day}",
        "この列の数は日として読んだ。{found}は{day}である。",
        "format the column as dates, so that everybody sees the same",
        "列の書式を日付にすれば、誰の目にも同じになる。",
    ),
    "day-or-month-first": (
        "nothing in this column tells whether the day or the month comes first: {found}",
        "この列からは日と月のどちらが先か分からない：{found}。",
        "write `days: day-month-year` or `days: month-day-year` in a mapping file, or the days as `2025-06-25`",
        "対応表に`days: day-month-year`か`days: month-day-year`と書くか、日を`2025-06-25`のように書く。",
    ),
    "both-day-orders": (
        "the column {heading} has days before months, and months before days",
        "列{heading}には、日が先のものと月が先のものがある。",
        "write all of its days in one way",
        "日の書き方をそろえる。",
    ),
    "two-digit-year": (
        "the year has two digits: {found}",
        "年が2桁である：{found}。",
        "write four, or the era",
        "4桁で、または元号を付けて書く。",
    ),
    "other-weekday": (
        "{day} is another day of the week than {found} says",
        "{day}の曜日は{found}と異なる。",
        "correct one of them",
        "どちらかを直す。",
    ),
    "day-outside-era": (
        "{found} is not in the era {era}; it was read as {day}",
        "{found}は{era}の期間の外にある。{day}として読んだ。",
        "check the year",
        "年を確かめる。",
    ),
    "cell-is-no-number": (
        "there must be a number, found {found}",
        "数が必要だが、{found}がある。",
        "write digits, with a unit such as `個` or `JPY` at most",
        "数字で書く。付けてよいのは`個`や`JPY`などの単位だけである。",
    ),
    "number-not-exact": (
        "the number {found} has more digits than a spreadsheet shows",
        "数{found}の桁は表計算ソフトの表示より多い。",
        "round it in the sheet to what is meant",
        "意図する桁に丸める。",
    ),
    "number-with-size": (
        "the number {found} is in thousands or the like",
        "数{found}は千などの単位である。",
        "write it in full",
        "省略せずに書く。",
    ),
    "comma-or-point": (
        "nothing in this column tells whether a comma or a point is before decimals: {found}",
        "この列からは小数点がコンマか点か分からない：{found}。",
        "write `decimals: point` or `decimals: comma` in a mapping file",
        "対応表に`decimals: point`か`decimals: comma`と書く。",
    ),
    "both-decimal-marks": (
        "the column {heading} has commas before decimals, and points",
        "列{heading}では、小数点にコンマと点が混じっている。",
        "write all of its numbers in one way",
        "数の書き方をそろえる。",
    ),
    "units-differ": (
        "the unit of {found} is another than that of {other} in the same column",
        "{found}の単位は、同じ列の{other}と異なる。",
        "put numbers of other units into a column of their own",
        "単位の異なる数は別の列に分ける。",
    ),
    "ratio-either-way": (
        "it cannot be told which number of {found} is the new one",
        "{found}のどちらが新しい数か分からない。",
        "write new for old as a number: `2` or `1/10`",
        "旧1に対する新の数を`2`や`1/10`のように書く。",
    ),
    "unknown-words": (
        "the column {heading} has words that are not known: {names}",
        "列{heading}に知らない語がある：{names}。",
        _MAP,
        "対応表で語の意味を示す。",
    ),
    "merged-amount": (
        "cells of the column {heading} are merged, which are each row's own",
        "列{heading}では行ごとに必要なセルが結合されている。",
        "write the value into each row",
        "各行に値を書く。",
    ),
    # rows
    "row-tells-nothing": (
        "the row tells of no holder, grant or event",
        "行から権利者、割当て、事由のいずれも読み取れない。",
        "fill it in, or remove it",
        "値を書くか、行を取り除く。",
    ),
    "rows-after-the-end": (
        "rows follow row {row}, which says that the table ends there",
        "表の終わりを示す{row}行目の後に行がある。",
        "remove them, or the row that ends the table",
        "その行か、終わりを示す行を取り除く。",
    ),
    "total-differs": (
        "the total is {total}, and the rows above it add up to {above}",
        "合計は{total}だが、上の行を足すと{above}になる。",
        "see which row is missing or wrong",
        "欠けているか誤っている行を確かめる。",
    ),
    "line-lacks": (
        "line {number} of {list} lacks {names}",
        "{list}の{number}番目の組に{names}がない。",
        "fill in both, or neither",
        "両方を書くか、両方を空にする。",
    ),
    "not-of-this-plan": (
        "the plan {plan} knows no {name} of a grant",
        "規約{plan}の割当てに{name}はない。",
        "leave the cell empty for grants of this plan",
        "この規約の割当てではセルを空にする。",
    ),
    "not-of-this-kind": (
        "the event {event} has no {name}",
        "事由{event}に{name}はない。",
        "leave the cell empty in rows of this event",
        "この事由の行ではセルを空にする。",
    ),
    "kind-has-no-number": (
        "the event of this row is about no number, found {found}",
        "この行の事由に数はないが、{found}がある。",
        "leave the cell empty",
        "セルを空にする。",
    ),
    "party-differs": (
        "{name} of {key} is another one than {where}",
        "{key}の{name}が、{where}あるものと異なる。",
        "correct one of them; two people need two keys",
        "どちらかを直す。別人なら別の番号が要る。",
    ),
    "grant-differs": (
        "the grant {key} is told of otherwise {where}",
        "割当て{key}が、{where}別の内容で書かれている。",
        "correct one of them, or give another number to it",
        "どちらかを直すか、別の番号を付ける。",
    ),
    "grants-alike": (
        "a grant to the same holder on the same day is told of {where} too",
        "同じ人への同じ日の割当てが、{where}もある。",
        "remove one if it is the same; else add a column such as `Grant ID`",
        "同じものなら一方を取り除き、別のものなら`Grant ID`（割当番号）などの列を加える。",
    ),
    "event-differs": (
        "the event {key} is told of otherwise {where}",
        "事由{key}が、{where}別の内容で書かれている。",
        "correct one of them, or give another id to it",
        "どちらかを直すか、別の番号を付ける。",
    ),
    "events-alike": (
        "the same event is told of {where} too",
        "同じ事由が、{where}もある。",
        "remove one if it happened once; else add a column such as `Event ID`",
        "一度のことなら一方を取り除き、二度なら`Event ID`（異動番号）などの列を加える。",
    ),
}

PHRASES: dict[str, Entry] = {
    "unknown-word": ("{word} is not known", "{word}は知らない語"),
    "word-so-often": ("{word} ({number})", "{word}（{number}件）"),
    "explain-words": (
        "write under `words:` in a mapping file, for {name}, what each is: {known:or}",
        "対応表の`words:`に、{name}の語ごとの意味を{known:or}から書く。",
    ),
    "map-column-near": (
        "is {heading} meant as {near}? Say so in a mapping file, or list it under `ignored`",
        "{heading}は{near}のことなら対応表にそう書き、取り込まないなら`ignored`に並べる。",
    ),
    "of-cells": ("cells", "セル"),
}
