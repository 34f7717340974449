"""Problems of tables: their columns, their rows, and the long runs over them."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    # a table as a whole
    "batch-missing": (
        "tables need pyarrow",
        "表の処理にはpyarrowが必要である。",
        'install it with `pip install "kenri[batch]"`',
        '`pip install "kenri[batch]"`で導入する。',
    ),
    "spark-missing": (
        "there is no pyspark here, which Spark needs",
        "Sparkの利用にはpysparkが必要である。",
        'install it with `pip install "kenri[spark]"`',
        '`pip install "kenri[spark]"`で導入する。',
    ),
    "java-missing": (
        "there is no Java here, which Spark needs",
        "Sparkに必要なJavaがない。",
        "install Java 17 or newer, and let `JAVA_HOME` or the `PATH` lead to it",
        "Java 17以降を導入し、`JAVA_HOME`または`PATH`で示す。",
    ),
    "no-spark-master": (
        "{master} is no master that Spark starts with here: {reason}",
        "マスター{master}でSparkを起動できない：{reason}。",
        "name one as Spark does, such as `local[2]`, and see that its Java is 17 or newer",
        "`local[2]`のようにSparkの書き方で指定し、Javaが17以降であることを確かめる。",
    ),
    "spark-failed": (
        "a job of Spark failed: {reason}",
        "Sparkのジョブが失敗した：{reason}。",
        "see that the workers have `kenri[batch]`; how often a task is tried is for the master to say: `local[2,4]`",
        "ワーカーに`kenri[batch]`があることを確かめる。タスクの試行回数は`local[2,4]`のようにマスターで指定する。",
    ),
    "no-data-frame": (
        "there must be a data frame of Spark, found {found}",
        "Sparkのデータフレームが必要だが、{found}である。",
        "other tables are for `plan.batch`",
        "他の表には`plan.batch`を使う。",
    ),
    "no-table": (
        "a table must have the C stream interface of Arrow, found {found}",
        "表にはArrowのCストリームの口が必要だが、{found}である。",
        "give a table of pyarrow, pandas, Polars or DuckDB",
        "pyarrow、pandas、PolarsまたはDuckDBの表を渡す。",
    ),
    "no-struct": (
        "a row must be a struct, found {found}",
        "行は構造体でなければならないが、{found}である。",
        "give the row of a table by its name, or pack its columns with `struct_pack`",
        "表の名前でその行を渡すか、列を`struct_pack`でまとめる。",
    ),
    "no-table-form": (
        "the name of {file} tells no form of table",
        "{file}の名前からは表の形式が分からない。",
        "name a file that ends in {names:or}",
        "名前が{names:or}で終わるファイルを指定する。",
    ),
    "table-without-header": (
        "{file} is empty: it does not name its columns",
        "{file}は空であり、列の名前がない。",
        "begin it with a line of the names of its columns",
        "列の名前の行で始める。",
    ),
    "csv-broken": (
        "this row cannot be read: {reason}",
        "この行を読めない：{reason}。",
        "put a cell that holds a comma, a quotation mark or a line break in quotation marks; write such a mark twice",
        "コンマ、引用符または改行を含むセルは引用符で囲み、その中の引用符は二つ重ねて書く。",
    ),
    "folder-without-grants": (
        "the folder {folder} has no table of grants",
        "フォルダー{folder}に割当ての表がない。",
        "put `grants.parquet`, `grants.feather` or `grants.csv` into it",
        "`grants.parquet`、`grants.feather`または`grants.csv`を置く。",
    ),
    "holders-apart": (
        "the plan {plan} goes over the grants of everybody, and a row of these tables is the life of one holder",
        "プラン{plan}はすべての割当てを合計するが、これらの表の一行は一人の保有者の経過である。",
        "make one table in which a row has all grants in a column `grants`, or ask about a life file",
        "一行の列`grants`にすべての割当てを持つ一つの表にするか、経過のファイルについて照会する。",
    ),
    "tables-twice": (
        "one table stands in several files: {files}",
        "一つの表が複数のファイルにある：{files}。",
        "leave one of them",
        "一つだけを残す。",
    ),
    "timestamps-too-fine": (
        "a timestamp is finer than a microsecond",
        "マイクロ秒より細かい時刻がある。",
        "round it, or give a day",
        "丸めるか、日を書く。",
    ),
    "table-changed": (
        "the table was changed while it was read",
        "読み込んでいる間に表が変更された。",
        "run it again when the table is whole",
        "表が完成してから実行し直す。",
    ),
    # its columns
    "no-such-column": ("there is no column {name} here", "ここに{name}という列はない。"),
    "column-missing": (
        "the column {name} is missing",
        "列{name}がない。",
        "add it to the table",
        "表に加える。",
    ),
    "column-twice": (
        "the column {name} is there twice",
        "列{name}が二つある。",
        "leave one of them",
        "一つだけを残す。",
    ),
    "column-holds-list": (
        "the column {name} must hold lists of structs, or JSON text, found {found}",
        "列{name}は構造体のリストまたはJSON文字列でなければならないが、{found}である。",
        "write `list<struct<…>>`",
        "`list<struct<…>>`とする。",
    ),
    "batch-without-day": (
        "no day is asked about",
        "照会の日がない。",
        "name a day, a range of days, or give each row its own in a column `on`",
        "日または日の範囲を指定するか、列`on`に行ごとの日を書く。",
    ),
    "on-beside-days": (
        "a day of its own in each row says nothing beside a range of days",
        "日の範囲とともに行ごとの日を書いても意味を持たない。",
        "leave the column `on` or the range out",
        "列`on`または範囲を省く。",
    ),
    "no-range-of-days": (
        "a range of days has a first and a last, not before the first, found {found}",
        "日の範囲には初日と、それ以後の末日が必要だが、{found}である。",
        "write `2026-04-01..2027-03-31`",
        "`2026-04-01..2027-03-31`と書く。",
    ),
    # its rows
    "cells-of-row": (
        "the row has {found} cells, and the table {expected} columns",
        "行のセルが{found}個、表の列が{expected}個ある。",
        "write each cell, be it empty",
        "空のセルも書く。",
    ),
    "cell-unreadable": (
        "the value of type {type} is outside the calendar or no text",
        "型{type}の値が、暦の範囲外であるか、文字でない。",
    ),
    "cell-not-list": (
        "{name} must hold a list in JSON",
        "{name}はJSONのリストでなければならない。",
        'write `[{"event": "…", "on": "2025-07-05"}]`, with every key once and numbers as they are',
        '`[{"event": "…", "on": "2025-07-05"}]`のように、キーはそれぞれ一度だけ、数はそのまま書く。',
    ),
    "row-id-again": (
        "another row has the id {name} already",
        "{name}という識別名の行が既にある。",
        "give each row its own",
        "行ごとに別の識別名を付ける。",
    ),
    "no-such-row": (
        "there is no row with the id {name}",
        "識別名{name}の行はない。",
        "name a row by its `id`",
        "行をその`id`で指定する。",
    ),
    "row-party": (
        "a party must be a struct with its `name` and what is told of it, found {found}",
        "関係者は、`name`とその内容を持つ構造体でなければならないが、{found}である。",
    ),
    "party-twice": (
        "the party {name} is told of twice",
        "関係者{name}が二度書かれている。",
        "tell all of it once",
        "一度にまとめて書く。",
    ),
    "more-bad-rows": (
        "only the first {told} problems are told; {rows} rows are bad",
        "最初の{told}件だけを示す。誤りのある行は{rows}行ある。",
        "set them aside in a file, which has all",
        "別のファイルに取り分けると、すべてが分かる。",
    ),
    # runs
    "other-run": (
        "another run onto {file} was stopped: its parts are in {folder}",
        "{file}への別の実行が中断している。その途中の結果が{folder}にある。",
        "run that one to its end, remove the folder, or name another file",
        "その実行を終わらせるか、フォルダーを削除するか、別のファイルを指定する。",
    ),
    "nothing-to-resume": (
        "no run onto {file} was stopped",
        "{file}への中断した実行はない。",
        "leave the option out",
        "このオプションを省く。",
    ),
    "run-in-use": (
        "another run is writing {file} now",
        "別の実行が今{file}に書き込んでいる。",
        "wait until it is done, or name another file",
        "終わるのを待つか、別のファイルを指定する。",
    ),
}

PHRASES: dict[str, Entry] = {
    "form-bad": ("`refuse` or `aside`", "`refuse`または`aside`"),
    "form-share": ("a share above 0 and at most 1", "0より大きく1以下の割合"),
    "id-of-row": ("the `id` of a row", "行の`id`"),
    "name-in-grants": (
        "name a holder or a grant of the table of grants, or a party of the table of parties",
        "割当ての表の保有者もしくは割当て、または関係者の表の関係者を指定する。",
    ),
    "run-goes-on": (
        "make room, and run it again: it goes on where it was",
        "場所を空けてから実行し直すと、続きから始まる。",
    ),
}
