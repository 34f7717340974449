"""The words of *Import*."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["IMPORT_PHRASES"]

IMPORT_PHRASES: Mapping[str, tuple[str, str]] = {
    "import-title": ("Import", "取り込み"),
    "import-lead": (
        "First you see all that is wrong and all that would change. Nothing is written before you say so.",
        "まず誤りと変更内容をすべて表示する。確定するまで何も書き込まない。",
    ),
    "import-drop": ("Drop files here, or choose them", "ここにファイルをドロップするか、選択する"),
    "import-kinds": (
        "Excel, OpenDocument, CSV, YAML or JSON of a life, a package of the Open Cap Format; several together, 16 MiB.",
        "Excel、OpenDocument、CSV、YAMLやJSONの記録、Open Cap Formatのパッケージ。複数可、合計16 MiBまで。",
    ),
    "import-mapping": (
        "What columns mean, where a file does not say it (a mapping file)",
        "列の意味を示す対応ファイル（必要な場合）",
    ),
    "import-options": ("More", "その他"),
    "import-plan": ("The plan of what names none", "プランを示さないもののプラン"),
    "import-plan-of-files": ("as the files say", "ファイルの記載どおり"),
    "import-known-now": (
        "Events that do not say when they were known are known from now on",
        "知った時を示さないイベントは、今から知られたものとする",
    ),
    "import-preview": ("Look at it", "内容を確認"),
    "import-again": ("Choose other files", "ファイルを選び直す"),
    "import-reading": ("Reading the files …", "ファイルを読み込み中…"),
    "import-chosen": ("Chosen: {names}", "選択中：{names}"),
    "import-size": ("{size:byte|bytes}", "{size}バイト"),
    "import-wrong": ("{count:problem|problems} to put right", "訂正が必要な箇所{count}件"),
    "import-wrong-lead": (
        "Nothing was written. Put these right in the files, and choose them again.",
        "何も書き込んでいない。ファイルを直して、もう一度選択する。",
    ),
    "import-in": ("{file}, sheet {sheet}", "{file}、シート「{sheet}」"),
    "import-elsewhere": ("In no file", "ファイル外"),
    "import-right": ("Right would be: {help}", "正しくは：{help}"),
    "import-around": ("What stands around it", "前後の内容"),
    "import-row": ("Row", "行"),
    "import-this": ("this cell", "このセル"),
    "import-this-line": ("this line", "この行"),
    "import-seen": ("To be looked at", "確認すること"),
    "import-changes": ("What would change", "変更される内容"),
    "import-changed": ("What was changed", "変更された内容"),
    "import-moved": (
        "Something else was recorded since you looked. Nothing was written; this is what would change now.",
        "確認後に別の記録があった。まだ何も書き込んでいない。現在の変更内容を表示する。",
    ),
    "import-none": (
        "All that is in these files is in the register as it is. There is nothing to write.",
        "ファイルの内容はすべて原簿にあり、書き込むものはない。",
    ),
    "import-new": ("new", "新規"),
    "import-corrected": ("corrected", "訂正"),
    "import-cancelled": ("taken back", "取消"),
    "import-same": ("as they were", "変更なし"),
    "import-new-party": ("New parties", "新規の当事者"),
    "import-new-grant": ("New grants", "新規の割当"),
    "import-new-fact": ("New facts", "新規の事実"),
    "import-new-event": ("New events", "新規のイベント"),
    "import-corrected-party": ("Corrected parties", "訂正される当事者"),
    "import-corrected-grant": ("Corrected grants", "訂正される割当"),
    "import-corrected-fact": ("Corrected facts", "訂正される事実"),
    "import-corrected-event": ("Corrected events", "訂正されるイベント"),
    "import-cancelled-party": ("Parties taken back", "取り消される当事者"),
    "import-cancelled-grant": ("Grants taken back", "取り消される割当"),
    "import-cancelled-fact": ("Facts taken back", "取り消される事実"),
    "import-cancelled-event": ("Events taken back", "取り消されるイベント"),
    "import-name": ("Name", "名前"),
    "import-what": ("What", "項目"),
    "import-value": ("Value", "値"),
    "import-before": ("Before", "変更前"),
    "import-after": ("After", "変更後"),
    "import-of": ("of {holder}", "{holder}"),
    "import-since": ("from {day} on", "{day}から"),
    "import-source": ("From", "出所"),
    "import-more": ("{count} more are counted and not listed here.", "ほか{count}件は、ここには表示していない。"),
    "import-untold": (
        "In the register, not in these files, and staying as they are: {count}",
        "原簿にあってファイルになく、そのまま残るもの：{count}件",
    ),
    "import-untold-unknown": (
        "Too much was handed over to tell what of the register was not.",
        "件数が多いため、ファイルにないものは調べていない。",
    ),
    "import-party": ("party", "当事者"),
    "import-grant": ("grant", "割当"),
    "import-fact": ("fact", "事実"),
    "import-event": ("event", "イベント"),
    "import-apply": ("Record these changes", "この変更を記録する"),
    "import-apply-lead": (
        "All of it is recorded, or nothing. What was recorded before stays in the history.",
        "すべて記録するか、何も記録しないかのどちらかである。以前の記録は履歴に残る。",
    ),
    "import-apply-again": (
        "These files are too large to come back with this page. Choose the same ones again.",
        "ファイルが大きいため、このページでは送り直せない。同じファイルをもう一度選択する。",
    ),
    "import-done": ("Recorded", "記録した"),
    "import-done-lead": (
        "The head of the register is now record {number}, {hash}.",
        "原簿の末尾は記録{number}、{hash}である。",
    ),
    "import-done-audit": ("See what it made wrong: Audit", "影響を監査で確認"),
}
"""By key, the phrase in English and in Japanese."""
