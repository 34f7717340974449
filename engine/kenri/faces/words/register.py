"""What is said of registers: what an import changes, whether a chain is whole, what was recorded of a holder."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    # kenri register create, plan
    "made": ("The register {register} of {issuer} is made.", "{issuer}の原簿{register}を作成した。"),
    "plan-taken": ("{plan} is used {since}.", "{plan}を{since}使う。"),
    "plan-there": ("{plan} is in the register as it is.", "{plan}は同じ内容で既にある。"),
    "no-plans": ("No plan has been taken in yet.", "まだプランを取り込んでいない。"),
    "since-always": ("since always", "初めから"),
    "since-day": ("from {day} on", "{day}から"),
    # kenri register import
    "would-change": (
        "{new} new, {corrected} corrected, {cancelled} taken back, {same} as they were",
        "新規{new}件、訂正{corrected}件、取消{cancelled}件、変更なし{same}件",
    ),
    "nothing-written": (
        "Nothing was written. `--apply` writes it.",
        "何も書き込んでいない。書き込むには`--apply`を付ける。",
    ),
    "written": ("Written. Head: {head}", "書き込んだ。末尾：{head}"),
    "nothing-to-write": ("There is nothing to write.", "書き込むものはない。"),
    # kenri register template, terms
    "template-written": (
        "{file} is written: {count:sheet|sheets} to fill in. A row that begins with an example is passed over.",
        "{file}を作成した（シート{count}枚）。例で始まる行は取り込まない。",
    ),
    "terms-written": ("{plan} is written to {file}.", "{plan}を{file}に書いた。"),
    "terms-kept": ("{plan} is in {file} already, which stays as it is.", "{plan}は{file}に既にあり、そのままにした。"),
    "known-now": (
        "Events that do not say when they were known are known from now on.",
        "知った時を示さないイベントは、今から知られたものとする。",
    ),
    "untold": (
        "{count:thing that is|things that are} in the register and not in the files any more, and stay:",
        "原簿にあって渡されなかったもの（そのまま残る）{count}件：",
    ),
    "untold-unknown": (
        "Too much was handed over to tell what of the register was not.",
        "件数が多いため、渡されなかったものは調べていない。",
    ),
    "and-more": ("and {count} more", "ほか{count}件"),
    "new": ("new", "新規"),
    "corrected": ("corrected", "訂正"),
    "cancelled": ("taken back", "取消"),
    "party": ("party", "当事者"),
    "grant": ("grant", "割当"),
    "fact": ("fact", "事実"),
    "event": ("event", "イベント"),
    "plan": ("plan", "プラン"),
    "ruling": ("ruling", "判定"),
    "amendment": ("amendment", "変更"),
    # kenri register export
    "exported": ("{count:thing is|things are} written to {file}.", "{count}件を{file}に書いた。"),
    "exported-rows": ("{count:row is|rows are} written to {file}.", "{count}行を{file}に書いた。"),
    "not-said": (
        "What this form does not say of the register ({count}):",
        "原簿のうち、この形式では表さないもの（{count}件）：",
    ),
    # kenri register verify, backup, restore
    "whole": (
        "{issuer}: {count:record|records}, all as they were written. Head: {head}",
        "{issuer}：記録{count}件、すべて書かれたとおり。末尾：{head}",
    ),
    "broken": (
        "{issuer}: {count:record|records}, not all as they were written. Head: {head}",
        "{issuer}：記録{count}件、書かれたとおりでないものがある。末尾：{head}",
    ),
    "copied": ("Copied to {file}.", "{file}に写した。"),
    # kenri holders, holder
    "holder": ("holder", "保有者"),
    "grants": ("grants", "割当"),
    "number": ("number granted", "割当数"),
    "recorded": ("recorded", "記録"),
    "by": ("by", "記録者"),
    "source": ("source", "出所"),
    "what": ("what", "内容"),
    "name": ("name", "氏名"),
    "first_name": ("first name", "名"),
    "last_name": ("last name", "氏"),
    "address": ("address", "住所"),
    "email": ("e-mail", "メール"),
    "phone": ("telephone", "電話番号"),
    "schedule-of": ("grant {grant}", "割当{grant}"),
    "no-holders": ("Nobody holds rights.", "保有者はいない。"),
}

word = PhraseTable(_PHRASES)
