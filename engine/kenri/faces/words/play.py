"""What `kenri play` says of itself, in English and Japanese."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

COMMANDS = {
    "party": (
        "party NAME ROLE ... [ATTRIBUTE=VALUE ...]",
        "add somebody, or say anew what they are",
        "関係者を加える、または改める",
    ),
    "grant": (
        "grant PARTY NUMBER [DAY] [ATTRIBUTE=VALUE ...]",
        "grant rights",
        "権利を割り当てる",
    ),
    "fact": ("fact TERM VALUE [LAST]", "supply what the document leaves open", "文書にない事項を補う"),
    "add": (
        "[add] EVENT [VALUE ...] DAY [by PARTY] [NAME=VALUE ...]",
        "record an event",
        "出来事を記録する",
    ),
    "remove": ("remove EVENT", "take an event out, by its id", "出来事を取り除く"),
    "ask": (
        "ask [DAY] [NUMBER] [ACTION] [by PARTY] [NAME=VALUE ...]",
        "ask for a ruling; the day is that of the last event if left out",
        "可否を照会する",
    ),
    "windows": ("windows [ACTION] [by PARTY]", "draw all windows", "期間を図示する"),
    "reading": ("reading [CLAUSE [OPTION]]", "list the readings, or choose one", "解釈の一覧、または選択"),
    "life": ("life", "show the life as it would be saved", "記録を表示する"),
    "undo": ("undo", "take the last change back", "元に戻す"),
    "redo": ("redo", "make it again", "やり直す"),
    "history": ("history", "list what was entered", "入力の履歴"),
    "save": (
        "save life FILE | save scenario FILE [NAME]",
        "write the life, or a scenario with the answers it got",
        "記録、またはシナリオを保存する",
    ),
    "help": ("help [COMMAND]", "show this", "この説明"),
    "quit": ("quit", "leave", "終了"),
}
"""Each command: how it is written, and what it does in both languages."""

_PHRASES = {
    "hello": (
        "{plan}. `help` lists what can be done, Tab completes, `quit` leaves.",
        "{plan}。`help`で一覧、Tabで補完、`quit`で終了。",
    ),
    "days": (
        "A day is 2025-06-25, today, or +10d, -1d or +2w from the last event.",
        "日は 2025-06-25、today、または最後の出来事からの +10d、-1d、+2w。",
    ),
    "event": ("Events of this plan: {names}.", "このプランの出来事：{names}。"),
    "refused": ("not done: {message}", "できません：{message}"),
    "undone": ("undone: {line}", "取消：{line}"),
    "redone": ("done again: {line}", "再実行：{line}"),
    "saved": ("saved: {file}", "保存：{file}"),
    "check": ("try: kenri test {file}", "確認：kenri test {file}"),
    "unsaved": ("not saved; `quit` again leaves all the same", "保存されていない。もう一度`quit`で終了"),
    "because": (
        "As answered when this was played: work it out from the document, and say here how.",
        "対話時の回答のまま。文書から導き、その理由をここに書くこと。",
    ),
    "recorded": ("{id}: {event} on {day}", "{id}：{event} {day}"),
    "colon": (": ", "："),
    "brief": ("{outcome}: {action} by {by} on {day}", "{outcome}：{by}による{action}、{day}"),
    "next": ("; next {window}", "。次は{window}"),
    "until": ("; {window}", "。{window}"),
    "chosen": ("chosen", "選択"),
    "default": ("default", "既定"),
    "no-readings": (
        "this plan has no clause that is read in several ways",
        "このプランに複数の解釈がある条項はない",
    ),
    "nobody": (
        "nobody is in it yet: begin with `party`, then `grant`",
        "まだ誰もいない。`party`、次に`grant`から始める",
    ),
    "with-help": ("{message} ({help})", "{message}（{help}）"),
}

word = PhraseTable(_PHRASES)


def form(command: str) -> str:
    """How a command is written, for help."""
    return f"`{COMMANDS[command][0]}`"
