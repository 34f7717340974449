"""The words of pages: what stands around facts, in headings, labels and explanations."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

__all__ = ["word"]

_PHRASES = {
    # --- around every page
    "skip": ("Skip to the content", "本文へ移動"),
    "menu": ("Pages", "ページ"),
    "menu-today": ("Today", "今日"),
    "menu-holders": ("Holders", "保有者"),
    "menu-plans": ("Plans", "プラン"),
    "menu-import": ("Import", "取り込み"),
    "menu-audit": ("Audit", "監査"),
    "menu-mine": ("My rights", "自分の権利"),
    "language": ("Language", "言語"),
    "signed-in": ("Signed in as {name}", "{name}としてサインイン中"),
    "further": ("Further", "続き"),
    "kenri": ("kenri {version}", "kenri {version}"),
    "show": ("Show", "表示"),
    "day": ("Day", "日"),
    "plan": ("Plan", "プラン"),
    "every-plan": ("every plan", "すべてのプラン"),
    "holder": ("Holder", "保有者"),
    "grant": ("Grant", "割当"),
    "clause": ("Clause {clause}", "条項{clause}"),
    "number": ("How many", "数"),
    "most-unlimited": ("any number", "無制限"),
    "most-unknown": ("not known", "不明"),
    "most-no-least": ("no least number", "下限なし"),
    # --- problems
    "problem-title": ("This cannot be answered", "回答できない"),
    "problem-404": ("There is nothing here", "ここには何もない"),
    "problem-403": ("This is not permitted", "許可されていない"),
    "problem-401": ("Who asks?", "サインインが必要"),
    "problem-500": ("Something went wrong in kenri", "kenriの内部で問題が起きた"),
    "problem-503": ("Too much at once", "混み合っている"),
    "problem-code": ("Code {code}", "コード{code}"),
    "problem-request": (
        "Request {number}: by this number the log knows of it.",
        "要求{number}。この番号で記録を探せる。",
    ),
    "problem-home": ("Back to Today", "「今日」へ戻る"),
    "which-issuer": ("Which issuer?", "どの発行者か"),
    # --- today
    "today-title": ("Today", "今日"),
    "today-span": ("{first} to {last}", "{first}から{last}まで"),
    "today-holders": ("{count:holder|holders}", "保有者{count}名"),
    "today-from": ("From", "開始日"),
    "today-within": ("For", "期間"),
    "today-days": ("{count:day|days}", "{count}日間"),
    "today-late": ("Not done in time", "期限までに行われていない"),
    "today-coming": ("What comes", "予定"),
    "today-nothing": (
        "Nothing opens, closes or lapses in these days.",
        "この期間に始まるもの、終わるもの、失効するものはない。",
    ),
    "today-unknown": ("Not known", "不明なこと"),
    "today-unknown-lead": (
        "Without these facts nobody can say what may be done. They are asked for, never assumed.",
        "次の事実がないと、何ができるかは判断できない。推測せず、確認する。",
    ),
    "today-unknown-none": (
        "Everything is known that these days hang on.",
        "この期間に関わる事実はすべて判明している。",
    ),
    "today-lacking": ("What is missing", "不足している事実"),
    "today-hangs": ("What hangs on it", "それによって決まること"),
    "today-others": ("Answers that would be others now", "今なら変わる回答"),
    "today-others-lead": (
        "What was recorded later turned these answers, which somebody may rely on.",
        "後から記録された事実によって、既に伝えた回答が変わった。相手はその回答に頼っているかもしれない。",
    ),
    "today-others-none": ("Every answer that was given still stands.", "これまでの回答はすべて今も変わらない。"),
    "today-then": ("then", "当時"),
    "today-now": ("now", "現在"),
    "today-cannot": ("cannot be asked any more", "もう質問できない"),
    "today-turned": ("since {instant}, by {sources}", "{instant}から。もととなる記録：{sources}"),
    "today-waiting": ("Requests waiting", "待っている請求"),
    "today-waiting-lead": (
        "Of these it was not known whether they are permitted; nothing was recorded.",
        "許可されるか不明で、まだ何も記録していない請求。",
    ),
    "today-waiting-none": ("Nobody waits for an answer.", "待っている請求はない。"),
    "today-asked": ("asked {instant}", "請求日時 {instant}"),
    "today-missing": ("missing: {names}", "不足：{names}"),
    "kind-late": ("not done", "不履行"),
    "kind-must": ("must be done", "義務の期限"),
    "kind-opens": ("opens", "開始"),
    "kind-closes": ("last day", "最終日"),
    "kind-changes": ("another number", "上限が変わる"),
    "kind-moves": ("moves", "移動"),
    "kind-unknown": ("not known", "不明"),
    "until": ("until {day}", "{day}まで"),
    "to-balance": ("to {balance}", "{balance}へ"),
    "by": ("by {name}", "{name}による"),
    "at-hour": ("{hour} ({zone})", "{hour}（{zone}）"),
    "for-all": ("For everybody", "全員"),
    "turning": ("† depends on how a clause is read", "† 条項の解釈による"),
    "outcome-allowed": ("allowed", "可能"),
    "outcome-denied": ("denied", "不可"),
    "outcome-unknown": ("unknown", "不明"),
}

word = PhraseTable(_PHRASES)
