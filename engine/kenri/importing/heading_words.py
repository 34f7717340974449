"""Words that stand above columns, in English and Japanese, and what they mean: the table of `docs/importing.md`.

Beside these every word of the plan is known: the names of its attributes and kinds of event, and what they are called.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BARE", "END_WORDS", "EXAMPLE_WORDS", "GRANT_WORDS", "GROUPS", "HEADINGS", "TOTAL_WORDS"]

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "who": (
        *("Employee ID", "Employee Number", "Employee No", "Staff Number", "Stakeholder ID", "Holder ID", "Holder"),
        *("Participant ID", "Optionee ID", "Recipient Identifier", "Person ID", "Work Email", "who"),
        *(
            "社員番号",
            "従業員番号",
            "社員コード",
            "社員No",
            "管理番号",
            "権利者番号",
            "保有者番号",
            "株主番号",
            "対象者番号",
        ),
    ),
    "party.name": (
        *("Name", "Full Name", "Legal Name", "Employee Name", "Holder Name", "Stakeholder Name", "Optionholder"),
        *(
            "Optionholder Name",
            "Participant Name",
            "氏名",
            "名前",
            "氏名又は名称",
            "氏名または名称",
            "権利者名",
            "保有者名",
        ),
    ),
    "party.first_name": ("First Name", "Given Name", "名"),
    "party.last_name": ("Last Name", "Family Name", "Surname", "氏", "姓"),
    "party.email": ("Email", "E-mail", "Email Address", "Optionholder Email", "メールアドレス", "メール"),
    "party.address": ("Address", "Street Address", "住所", "所在地"),
    "party.phone": ("Phone", "Telephone", "電話番号"),
    "party.role": ("Role", "立場"),
    "grant": (
        *("Grant ID", "Grant Number", "Grant No", "Security ID", "Certificate Number", "Certificate ID", "Option ID"),
        *("割当番号", "付与番号", "証券番号", "新株予約権番号"),
    ),
    "grant.plan": (
        "Plan",
        "Plan ID",
        "Plan Name",
        "Equity Plan",
        "Security Plan",
        "Series",
        "プラン",
        "回号",
        "回次",
        "シリーズ",
    ),
    "grant.on": (
        *("Grant Date", "Date of Grant", "Issue Date", "Issuance Date", "Allotment Date", "Option Grant Date"),
        *("付与日", "付与年月日", "割当日", "割当年月日", "発行日", "取得日", "取得年月日"),
    ),
    "grant.number": (
        *("Options Granted", "Number of Options", "Granted", "Granted Shares", "Grant Shares", "Quantity Granted"),
        *("Quantity Issued", "Number Granted", "Rights Granted", "SO個数", "付与個数", "割当個数", "付与数", "割当数"),
        "新株予約権の数",
    ),
    "event": (
        "Event",
        "Event Type",
        "Transaction Type",
        "Event Kind",
        "異動事由",
        "事由",
        "イベント",
        "種別",
        "異動の事由",
    ),
    "event.on": (
        "Event Date",
        "Transaction Date",
        "Effective Date",
        "異動年月日",
        "異動日",
        "効力発生日",
        "事由発生日",
    ),
    "event.number": ("Event Quantity", "Transaction Quantity", "異動個数", "異動数"),
    "event.id": ("Event ID", "Transaction ID", "取引番号", "異動番号"),
    "event.recorded": ("Recorded", "Recorded On", "Date Recorded", "記録日", "記帳日"),
    "event.corrects": ("Corrects", "訂正対象"),
    "event.cancelled": ("Cancelled", "取消"),
    "fact": ("Fact", "事実名"),
    "fact.value": ("Fact Value", "事実の値"),
    "life": ("Own Life", "個別の記録"),
    "since": ("Valid From", "適用開始日"),
    "entry": ("Entry", "記録名"),
    "kept": (
        *("Notes", "Note", "Comments", "Comment", "Remarks", "備考", "摘要", "メモ", "No", "番号", "連番", "#"),
        *("フリガナ", "ふりがな", "カナ氏名", "氏名カナ", "ローマ字"),
    ),
}
"""By what a column stands for."""

BARE: Mapping[str, tuple[str, ...]] = {
    "on": ("Date", "Day", "On", "日付", "年月日", "日"),
    "number": ("Quantity", "Number", "Shares", "Options", "Rights", "個数", "数量", "数"),
    "key": ("ID",),
}
"""Words that belong to whatever a sheet tells of: to its events where there are any, else to its grants, or holders."""

TOTAL_WORDS = frozenset(
    (
        "合計",
        "総計",
        "小計",
        "計",
        "総合計",
        "total",
        "totals",
        "grand total",
        "sub total",
        "subtotal",
        "sub-total",
        "sum",
    )
)
END_WORDS = frozenset(("以下余白", "以上", "以下空白", "end of list", "end of report"))
EXAMPLE_WORDS = ("例:", "例：", "記入例", "example:", "(例)")
"""What stands in the first cell of a row that sums others up, that ends a table, or that shows how to fill it in."""

GRANT_WORDS = frozenset(
    ("付与", "割当", "割当て", "発行", "新規付与", "grant", "granted", "issuance", "issue", "allotment")
)
"""What an event is called that is the grant itself."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "party": (
        *("Holder", "Employee", "Participant", "Optionee", "Optionholder", "Stakeholder", "Recipient"),
        *("権利者", "新株予約権者", "保有者", "対象者", "社員", "従業員", "氏名等"),
    ),
    "grant": tuple(sorted(GRANT_WORDS)),
    "event": ("Event", "Events", "Transaction", "Transactions", "異動", "イベント"),
}
"""What stands over several headings, by what all of these are parts of. Kinds of event are called as everywhere."""
