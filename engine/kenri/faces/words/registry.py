"""What stands on a printed register of stock acquisition rights (Companies Act of Japan, articles 249 and 250)."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    "title": ("Register of stock acquisition rights", "新株予約権原簿"),
    "statement": (
        "Items of the register of stock acquisition rights concerning one holder",
        "新株予約権原簿記載事項を記載した書面",
    ),
    "under": ("Companies Act of Japan, article 249", "会社法第249条"),
    "statement-under": ("Companies Act of Japan, article 250(1)", "会社法第250条第1項"),
    "issuer": ("Company", "会社"),
    "as-of": ("As of", "基準日"),
    "known-at": ("As known at", "次の時点で知られていた内容"),
    "head": ("Head of the register", "原簿の末尾"),
    "contents": ("Content of the rights", "新株予約権の内容"),
    "content-of": ("Content {number}", "内容{number}"),
    "document": ("Document", "文書"),
    "holders": ("Holders and their rights", "新株予約権者とその有する新株予約権"),
    "line": ("No.", "番号"),
    "holder": ("Name", "氏名又は名称"),
    "address": ("Address", "住所"),
    "content": ("Content", "内容"),
    "number": ("Number held", "新株予約権の数"),
    "granted": ("Number acquired", "取得した数"),
    "acquired": ("Day of acquisition", "取得した日"),
    "grant": ("Grant", "割当番号"),
    "certificate": ("Certificate number", "証券の番号"),
    "key": ("Holder ID", "権利者番号"),
    "total": ("Total", "合計"),
    "nobody": ("Nobody holds rights on this day.", "この日に新株予約権を有する者はいない。"),
    "holds-nothing": (
        "The holder holds no rights on this day.",
        "上記の者は、この日に新株予約権を有していない。",
    ),
    "period": ("{first} – {last}", "{first}〜{last}"),
    "yes": ("yes", "はい"),
    "no": ("no", "いいえ"),
    "not-known": ("not in the register", "原簿に記録なし"),
    "lacking": ("Not in the register", "原簿に記録がないもの"),
    "lacks-name": ("name", "氏名又は名称"),
    "lacks-address": ("address", "住所"),
    "lacks-number": ("number held", "新株予約権の数"),
    "lacks-acquired": ("day of acquisition", "取得した日"),
    "holds-none": (
        "{count:grant|grants} of which no right is held any more on this day {count:is|are} left out.",
        "この日に一個も残っていない割当て{count}件は載せていない。",
    ),
    "notes": ("Notes", "注"),
    "note-numbers": (
        (
            "The number held is what was acquired, less what had been exercised, had lapsed or had been transferred by"
            " the end of the day, as the rules of the plan and the record say."
        ),
        (
            "新株予約権の数は、取得した数から、この日の終わりまでに行使、消滅又は譲渡されたものを、"
            "プランの規則と記録に従って差し引いた数である。"
        ),
    ),
    "note-certificate": (
        "A certificate number stands where the register has one; otherwise the register knows of no certificate.",
        "証券の番号は、原簿に記録がある場合に限り示す。記録がない場合、証券の発行は原簿に記録されていない。",
    ),
    "note-not-kept": (
        (
            "Not kept here: bearer certificates (article 249, items 1 and 2), bonds with rights, pledges (articles 268"
            " and 269), joint holders (article 264) and trusts (article 272-2)."
        ),
        (
            "ここに記録しないもの：無記名式の証券（第249条第1号、第2号）、新株予約権付社債、"
            "質権（第268条、第269条）、共有者（第264条）、信託（第272条の2）。"
        ),
    ),
    "statement-says": (
        "This states what the register of stock acquisition rights of the company says of the following holder.",
        "下記の新株予約権者について、当社の新株予約権原簿に記載又は記録された新株予約権原簿記載事項は、次のとおりである。",
    ),
    "signed": ("Day of issue", "交付日"),
    "representative": (
        "For the company (article 250(2)): signature, or name and seal",
        "代表取締役（指名委員会等設置会社にあっては代表執行役） 署名又は記名押印",
    ),
    "note-250": (
        "Article 250 does not apply to rights for which certificates are to be issued (paragraph 4).",
        "証券発行新株予約権については、第250条は適用されない（同条第4項）。",
    ),
    "note-content": (
        "The content is as far as the plan of the register states it; in full it is in the document.",
        "内容は原簿のプランが述べる限りのものであり、全文は文書による。",
    ),
    "printed": ("{count:line is|lines are} written to {file}.", "{count}行を{file}に書いた。"),
    "lacks": (
        "Not in the register: {count:item|items}, which the page names.",
        "原簿に記録がない事項{count}件（紙面に示す）。",
    ),
}

word = PhraseTable(_PHRASES)
