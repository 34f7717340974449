"""The words of pages about work that goes on after its question."""

from __future__ import annotations

__all__ = ["WORK_PHRASES"]

WORK_PHRASES = {
    "menu-works": ("Work", "処理"),
    "work-title": ("This takes a while", "時間のかかる処理"),
    "work-lead": (
        "It goes on also if you leave this page, which shows the answer once it is there, and keeps it for a day.",
        "このページを離れても処理は続き、結果は一日の間残る。終わり次第、このページに結果を表示する。",
    ),
    "work-waiting": ("It waits for its turn.", "順番を待っている。"),
    "work-begun": ("It is being worked out.", "処理中である。"),
    "work-far": ("{done} of {total}", "{total}のうち{done}"),
    "work-done": ("It is done.", "終わった。"),
    "work-cancelled": ("It was cancelled.", "取り消された。"),
    "work-made": ("Asked for {at}", "依頼：{at}"),
    "work-cancel": ("Cancel", "取り消す"),
    "work-again": ("Show how far it is", "進み具合を表示"),
    "work-all": ("All work you asked for", "依頼したすべての処理"),
    "works-title": ("Work you asked for", "依頼した処理"),
    "works-none": ("There is none.", "ない。"),
    "works-what": ("Question", "照会"),
    "works-state": ("State", "状態"),
    "works-made": ("Asked for", "依頼"),
}
