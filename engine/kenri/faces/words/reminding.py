"""What is said to those who are reminded of deadlines, and of what is sent to them."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

__all__ = ["word"]

_PHRASES = {
    # in messages
    "subject": ("{issuer}: {count:date|dates} to note", "{issuer}：注意すべき日付{count}件"),
    "subject-one": ("{issuer}: {day}, {told}", "{issuer}：{day}、{told}"),
    "greeting": (
        "What comes under the plans of {issuer}, as recorded on {day}.",
        "{issuer}の規約による予定（{day}現在の記録による）。",
    ),
    "changed-title": ("What is not as you were told", "前回の通知から変わったもの"),
    "coming-title": ("What comes", "予定"),
    "today": ("today", "本日"),
    "tomorrow": ("tomorrow", "明日"),
    "in-days": ("in {count:day|days}", "{count}日後"),
    "past": ("{count:day|days} ago", "{count}日前"),
    "perhaps-until": ("{told}: perhaps until this day", "{told}：この日までの可能性がある"),
    "gone": ("No more: {told}", "なくなった：{told}"),
    "moved": ("It was {day}.", "以前は{day}。"),
    "was-many": ("It was {many}.", "以前は{many}。"),
    "changed": ("Something about it is not as you were told.", "前回の通知から内容が変わった。"),
    "turning": ("† depends on how a clause is read.", "† 条項の解釈による。"),
    "clause": ("clause {clause}: {says}", "条項{clause}：{says}"),
    "clause-alone": ("clause {clause}", "条項{clause}"),
    "ask": ("To know it: {how}", "知るには：{how}"),
    "distances": (
        "Each of these is announced so many days before: {days}; and when it changes.",
        "それぞれ{days}日前と、変更があったときに通知する。",
    ),
    "end-by": ("To get no more of these: {url}", "通知を止めるには：{url}"),
    "end-by-mail": ("To get no more of these, write to {address}.", "通知を止めるには、{address}へ連絡する。"),
    "end-title": ("No more reminders", "通知の停止"),
    "end-question": ("Shall no more reminders be sent to you?", "今後、通知を送らないようにするか。"),
    "end-button": ("Send no more", "通知を止める"),
    "ended": ("No more reminders will be sent to you.", "今後、通知は送らない。"),
    "calendar": ("{issuer}: deadlines", "{issuer}：期限"),
    "calendar-of": ("{issuer}: deadlines of {holder}", "{issuer}：{holder}の期限"),
    # of commands
    "feed-made": (
        "The feed {name} is made. Its address is shown this once; whoever has it can read it:",
        "フィード{name}を作成した。アドレスを表示するのは今回だけである。知っている者は誰でも読める。",
    ),
    "feed-path": (
        "after the address of the service, such as `https://rights.example.com`",
        "`https://rights.example.com`のようなサービスのアドレスに続ける",
    ),
    "no-feeds": ("There is no feed.", "フィードはない。"),
    "of-everybody": ("everybody", "全員"),
    "feed-line": ("{name}: {holder}, {zone}", "{name}：{holder}、{zone}"),
    "revoked-at": (", taken back {instant}", "、{instant}に取消"),
    "subscribed": ("{name}: deadlines are announced to {target}.", "{name}：{target}へ期限を通知する。"),
    "secret-shown": (
        "What it is sent is signed. The secret is shown this once:",
        "送信内容には署名がある。秘密鍵を表示するのは今回だけである。",
    ),
    "no-subscriptions": ("Nobody is told of deadlines.", "期限の通知先はない。"),
    "subscription-line": (
        "{name}: {target}, {holder}, days before: {days}, from {hour}:00 {zone}",
        "{name}：{target}、{holder}、{days}日前、{zone} {hour}時以降",
    ),
    "of-kinds": (", only {kinds}", "、{kinds}のみ"),
    "reminded": (
        "{queued} to be told, {sent:message|messages} sent, {waiting} to be sent again, {failed} given up.",
        "通知事項{queued}件、送信{sent}通、再送待ち{waiting}通、断念{failed}通。",
    ),
    "put-back": ("{count:message is|messages are} put back.", "{count}通を再送待ちに戻した。"),
    "nothing-waits": ("Everything that was to be sent is sent.", "送信すべきものはすべて送信した。"),
    "waiting-line": (
        "{name}: of {day}, waiting, tried {attempts:time|times}{reason}; next at {instant}",
        "{name}：{day}分、送信待ち、試行{attempts}回{reason}、次は{instant}",
    ),
    "begun-line": (
        "{name}: of {day}, perhaps sent, tried {attempts:time|times}{reason}; again at {instant}",
        "{name}：{day}分、送信済みの可能性あり、試行{attempts}回{reason}、再送は{instant}",
    ),
    "failed-line": (
        "{name}: of {day}, given up, tried {attempts:time|times}{reason}",
        "{name}：{day}分、断念、試行{attempts}回{reason}",
    ),
    "because": (" ({reason})", "（{reason}）"),
}

word = PhraseTable(_PHRASES)
