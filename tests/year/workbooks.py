"""The workbooks of the year in scenarios/demo/year, as an administrator keeps them, from the tables here.

`python -m tests.year.workbooks` writes them anew. The company and everybody in it are invented; the three series have
the terms of the shipped plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.committed_files import ROOT

FOLDER = ROOT / "scenarios" / "demo" / "year"

Cell: TypeAlias = str | int | datetime | None

PEOPLE = (
    ("1001", "高瀬　直人", "タカセ　ナオト", "Takase Naoto"),
    ("1002", "榊原　道夫", "サカキバラ　ミチオ", "Sakakibara Michio"),
    ("1003", "宇野　達郎", "ウノ　タツロウ", "Uno Tatsuro"),
    ("1004", "早川　玲子", "ハヤカワ　レイコ", "Hayakawa Reiko"),
    ("1005", "三好　健吾", "ミヨシ　ケンゴ", "Miyoshi Kengo"),
    ("1006", "長谷部　勲", "ハセベ　イサオ", "Hasebe Isao"),
    ("1007", "桐生　雅彦", "キリュウ　マサヒコ", "Kiryu Masahiko"),
    ("1008", "相沢　俊介", "アイザワ　シュンスケ", "Aizawa Shunsuke"),
    ("1009", "野々村　香織", "ノノムラ　カオリ", "Nonomura Kaori"),
    ("1010", "志村　哲也", "シムラ　テツヤ", "Shimura Tetsuya"),
    ("1011", "古屋　美咲", "フルヤ　ミサキ", "Furuya Misaki"),
    ("1012", "岸本　大樹", "キシモト　ダイキ", "Kishimoto Daiki"),
    ("1013", "浜口　涼子", "ハマグチ　リョウコ", "Hamaguchi Ryoko"),
    ("1014", "須藤　洋平", "スドウ　ヨウヘイ", "Sudo Yohei"),
    ("1015", "梶原　文彦", "カジワラ　フミヒコ", "Kajiwara Fumihiko"),
    ("1016", "牧野　佐和子", "マキノ　サワコ", "Makino Sawako"),
    ("1017", "堀内　忠", "ホリウチ　タダシ", "Horiuchi Tadashi"),
    ("1018", "江口　俊和", "エグチ　トシカズ", "Eguchi Toshikazu"),
    ("1019", "平松　伸一", "ヒラマツ　シンイチ", "Hiramatsu Shinichi"),
    ("1020", "辻本　由紀", "ツジモト　ユキ", "Tsujimoto Yuki"),
    ("1021", "大槻　亮", "オオツキ　リョウ", "Otsuki Ryo"),
    ("1022", "本多　千尋", "ホンダ　チヒロ", "Honda Chihiro"),
    ("1023", "滝沢　一馬", "タキザワ　カズマ", "Takizawa Kazuma"),
    ("1024", "秋月　恵", "アキヅキ　メグミ", "Akizuki Megumi"),
    ("1025", "永井　敏行", "ナガイ　トシユキ", "Nagai Toshiyuki"),
    ("1026", "小野寺　進", "オノデラ　ススム", "Onodera Susumu"),
    ("1027", "村越　博", "ムラコシ　ヒロシ", "Murakoshi Hiroshi"),
    ("1028", "白石　綾乃", "シライシ　アヤノ", "Shiraishi Ayano"),
)
"""Who holds rights on 1 April 2020: number, name, reading, and in Latin letters."""

NEW_PEOPLE = (
    ("1029", "柏木　修", "カシワギ　オサム", "Kashiwagi Osamu"),
    ("1030", "菅原　真理", "スガワラ　マリ", "Sugawara Mari"),
    ("1031", "西脇　拓", "ニシワキ　タク", "Nishiwaki Taku"),
    ("1032", "戸田　京介", "トダ　キョウスケ", "Toda Kyosuke"),
    ("1033", "藤森　瑞穂", "フジモリ　ミズホ", "Fujimori Mizuho"),
    ("1034", "朝比奈　実", "アサヒナ　ミノル", "Asahina Minoru"),
    ("1035", "井手　陽子", "イデ　ヨウコ", "Ide Yoko"),
    ("1036", "川村　弘", "カワムラ　ヒロシ", "Kawamura Hiroshi"),
    ("1037", "望月　翔", "モチヅキ　ショウ", "Mochizuki Sho"),
    ("1038", "尾崎　圭", "オザキ　ケイ", "Ozaki Kei"),
    ("1039", "久保田　葵", "クボタ　アオイ", "Kubota Aoi"),
    ("1040", "松永　渉", "マツナガ　ワタル", "Matsunaga Wataru"),
)
"""Who first gets something with the restricted stock of July 2020."""

FIFTH_SERIES = (
    *(("1001", "取締役", 33), ("1002", "取締役", 24), ("1003", "取締役", 20), ("1004", "取締役", 20)),
    *(("1005", "取締役", 20), ("1006", "取締役", 18), ("1007", "取締役", 18)),
    *((str(number), "執行役員", 7) for number in range(1008, 1019)),
)
SERIES_OF_2018 = (
    *(("1001", "取締役", 28), ("1002", "取締役", 16), ("1003", "取締役", 16), ("1004", "取締役", 14)),
    *(("1005", "取締役", 14), ("1019", "取締役", 12), ("1020", "取締役", 12)),
    *((number, "執行役員", 5) for number in ("1008", "1009", "1010", "1021", "1022", "1023", "1024")),
    *((number, "執行役員", 4) for number in ("1025", "1026", "1027", "1028")),
)
RESTRICTED_STOCK = (
    *(("1001", 6000, "R32.7.21"), ("1005", 4000, "R32.7.21"), ("1019", 4000, "R32.7.21"), ("1020", 3000, "R32.7.21")),
    *(("1029", 3000, "R32.7.21"), ("1030", 3000, "R32.7.21"), ("1004", 2000, "R5.7.21")),
    *((number, 1500, "R5.7.21") for number in ("1010", "1011", "1012", "1021", "1024")),
    *((number, 1000, "R5.7.21") for number in ("1031", "1032", "1033", "1034", "1035", "1036", "1037", "1038")),
    *(("1039", 1000, "R3.3.31"), ("1040", 1000, "―")),
)
"""Number, how much, and in the last the day until which the shares are restricted."""

NAMES = {number: name for number, name, *_ in (*PEOPLE, *NEW_PEOPLE)} | {
    "2001": "宇野　和美",
    "aoba": "",
}

# Events: number, who, kind, day, position, grant, how many, day of recording, and what is noted.
BEFORE_THE_YEAR = (
    ("E001", "1018", "退任", "H28.6.30", "執行役員", None, None, "H28.7.1", "任期満了。行使なし"),
    ("E002", "1007", "退任", "H29.6.28", "取締役", None, None, "H29.6.29", "任期満了"),
    ("E003", "1007", "行使", "H29.7.5", None, "5-07", "１０", "H29.7.5", None),
    ("E004", "1006", "退任", "H30.6.28", "取締役", None, None, "H30.6.29", "任期満了"),
    ("E005", "1006", "行使", "H30.7.3", None, "5-06", "１８", "H30.7.3", None),
    ("E006", "1017", "退任", "H31.3.31", "執行役員", None, None, "H31.4.1", "辞任"),
    ("E007", "1017", "行使", "H31.4.5", None, "5-17", "７", "H31.4.5", None),
)
AFTER_THE_MEETING = (
    ("E101", "1002", "退任", "R2.6.24", "取締役", None, None, "R2.6.25", "任期満了"),
    ("E102", "1004", "退任", "R2.6.24", "取締役", None, None, "R2.6.25", "任期満了、執行役員へ"),
    ("E103", "1004", "就任", "R2.6.24", "執行役員", None, None, "R2.6.25", None),
    ("E104", "1011", "就任", "R2.6.24", "取締役", None, None, "R2.6.25", "執行役員を兼ねる"),
)
TO_THE_NEW_YEAR = (
    ("E201", "1002", "行使", "R2.6.30", None, "5-02", "１０", "R2.6.30", None),
    ("E202", "1002", "行使", "R2.7.2", None, "5-02", "１２", "R2.7.2", None),
    ("E203", "1002", "行使", "R2.7.2", None, "18-02", "１６", "R2.7.2", None),
    ("E204", "1002", "行使", "R2.7.6", None, "5-02", "４", "R2.7.6", "期間経過につき受理せず"),
    ("E205", "1022", "退任", "R2.8.31", "執行役員", None, None, "R2.8.31", "転職"),
    ("E206", "1023", "退任", "R2.8.31", "執行役員", None, None, "R2.8.31", "健康上の理由"),
    ("E207", "1022", "行使", "R2.9.10", None, "18-12", "５", "R2.9.10", None),
    ("E208", "1003", "死亡", "R2.9.10", None, None, None, "R2.9.11", "在任中"),
    ("E209", "1008", "退任", "R2.9.30", "執行役員", None, None, "R2.10.12", "届出遅れ"),
    ("E210", "1008", "行使", "R2.10.8", None, "5-08", "７", "R2.10.8", None),
    ("E211", "1008", "行使", "R2.10.8", None, "18-08", "５", "R2.10.8", None),
    ("E212", "1027", "権利の譲渡", "R2.11.2", None, "18-17", "４", "R2.11.2", "承認せず"),
    ("E213", "1009", "退任", "R2.12.31", "執行役員", None, None, "R3.1.4", "辞任"),
    ("E214", "1009", "行使", "R3.1.13", None, "5-09", "７", "R3.1.13", "期間経過につき受理せず"),
)
SHARES_TO_THE_NEW_YEAR = (
    ("E221", "1033", "無償取得事由", "R2.11.30", "RS-15", None, "R2.11.30", "自己都合退職"),
    ("E222", "aoba", "株式の無償取得", "R2.12.1", "RS-15", "１，０００", "R2.12.1", None),
)
CORRECTIONS = (
    ("E301", "E213", "1009", "退任", "R3.1.5", "執行役員", None, None, "R3.1.14", "引継ぎのため延長"),
    ("E302", "E202", "1002", "行使", "R2.7.2", None, "5-02", "１０", "R3.1.14", "入力誤り"),
)
TO_THE_END = (
    ("E401", "1009", "行使", "R3.1.15", None, "18-09", "５", "R3.1.15", None),
    ("E402", "2001", "相続", "R3.1.20", None, "5-03", None, "R3.2.3", "遺産分割協議書"),
    ("E403", "2001", "相続", "R3.1.20", None, "18-03", None, "R3.2.3", "遺産分割協議書"),
    ("E404", "2001", "行使", "R3.3.10", None, "5-03", "１２", "R3.3.10", None),
    ("E405", "1010", "退任", "R3.3.31", "執行役員", None, None, "R3.3.12", "任期満了"),
    ("E406", "1025", "退任", "R3.3.31", "執行役員", None, None, "R3.3.12", "定年"),
)
SHARES_TO_THE_END = (
    ("E411", "1035", "株式の譲渡", "R3.2.10", "RS-17", "３００", "R3.2.10", "制限期間中"),
    ("E412", "1034", "無償取得事由", "R3.3.10", "RS-16", None, "R3.3.10", "会社からの通知待ち"),
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: what stands above, the headings on one line or two, the rows, and what stands below."""

    name: str
    title: str
    headings: tuple[tuple[str | None, ...], ...]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    end: bool = False


def people(title: str, rows: Sequence[Sequence[str]]) -> Sheet:
    heads = (("社員番号", "氏名", "フリガナ", "ローマ字", "備考"),)
    return Sheet("対象者", title, heads, [(*row, None) for row in rows], end=True)


def grants(
    name: str, title: str, prefix: str, on: Cell, rows: Sequence[tuple[str, Cell, Cell]], *, of: tuple[str, str]
) -> Sheet:
    """Two lines of headings: what belongs to the allotment stands under one merged cell; `of` names the last two."""
    heads = (("社員番号", "氏名", "割当", None, None, None), (None, None, "番号", "年月日", *of))
    number = of.index(next(each for each in of if each.endswith("数"))) + 1
    lines = [
        (row[0], NAMES[row[0]], f"{prefix}-{count:02}", on, *row[1:])
        for count, row in enumerate(rows, 1)
    ]  # fmt: skip
    total: list[Cell] = ["合計", *[None] * 5]
    total[3 + number] = sum(int(str(row[number]).replace(",", "")) for row in rows)
    return Sheet(name, title, heads, lines, total)


def events(name: str, title: str, rows: Sequence[Sequence[Cell]], *heads: str) -> Sheet:
    """What happened, each with its number; the name of who it happened to is there for whoever reads it."""
    who = heads.index("社員番号")
    lines = [(*row[: who + 1], NAMES[str(row[who])] or None, *row[who + 1 :]) for row in rows]
    return Sheet(name, title, ((*heads[: who + 1], "氏名", *heads[who + 1 :]),), lines, end=True)


def _wide(number: int) -> str:
    """A number in the wide digits that a Japanese keyboard gives."""
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001  # a cell's day has no zone


_OF_RIGHTS = ("異動番号", "社員番号", "異動事由", "異動日", "地位", "割当番号", "異動個数", "記録日", "備考")
_OF_SHARES = ("異動番号", "社員番号", "異動事由", "異動日", "割当番号", "異動個数", "記録日", "備考")
_OF_CORRECTIONS = ("異動番号", "訂正対象", *_OF_RIGHTS[1:])


def _with_wide(rows: Sequence[tuple[str, str, int]]) -> list[tuple[str, Cell, Cell]]:
    """Every third number as the keyboard was: in wide digits."""
    return [(who, of, _wide(number) if count % 3 == 0 else number) for count, (who, of, number) in enumerate(rows, 1)]


def books() -> dict[str, tuple[Sheet, ...]]:
    """The workbooks by their names: each with its sheets."""
    of = ("地位", "個数")
    of_shares = ("株数", "譲渡制限期間の末日")
    split = ("異動番号", "異動日", "比率", "基準日", "記録日", "備考")
    fifth, second = _with_wide(FIFTH_SERIES), _with_wide(SERIES_OF_2018)
    heirs = (("社員番号", "氏名", "フリガナ", "ローマ字", "立場"),)
    the_split = [("E111", "R2.7.1", "２", "R2.6.30", "R2.6.25", "取締役会決議")]
    the_heir = [("2001", "宇野　和美", "ウノ　カズミ", "Uno Kazumi", "相続人")]
    title_of_2018 = "2018年7月　株式報酬型ストックオプション　割当一覧"
    allotted_to = "譲渡制限付株式　割当一覧"
    return {
        "1-opening.xlsx": (
            people("新株予約権者一覧（令和2年4月1日現在）", PEOPLE),
            grants("第5回", "第５回新株予約権　割当一覧", "5", "平成27年7月13日", fifth, of=of),
            grants("2018年", title_of_2018, "18", _day(2018, 7, 30), second, of=of),
            events("過年度異動", "平成28年度～平成31年度の異動", BEFORE_THE_YEAR, *_OF_RIGHTS),
        ),
        "2-june.xlsx": (
            events("役員異動", "第28回定時株主総会後の役員異動", AFTER_THE_MEETING, *_OF_RIGHTS),
            Sheet("株式分割", "株式分割（1株を2株に）", (split,), the_split),
        ),
        "3-december.xlsx": (
            people("新たな対象者（令和2年7月）", NEW_PEOPLE),
            grants("譲渡制限付株式", allotted_to, "RS", "令和2年7月22日", RESTRICTED_STOCK, of=of_shares),
            events("異動", "権利の異動（令和2年6月～令和3年1月）", TO_THE_NEW_YEAR, *_OF_RIGHTS),
            events("株式の異動", "譲渡制限付株式の異動", SHARES_TO_THE_NEW_YEAR, *_OF_SHARES),
        ),
        "4-corrections.xlsx": (events("訂正", "訂正届（令和3年1月14日）", CORRECTIONS, *_OF_CORRECTIONS),),
        "5-march.xlsx": (
            Sheet("相続人", "相続人", heirs, the_heir, end=True),
            events("異動", "権利の異動（令和3年1月～3月）", TO_THE_END, *_OF_RIGHTS),
            events("株式の異動", "譲渡制限付株式の異動", SHARES_TO_THE_END, *_OF_SHARES),
        ),
    }


def written(sheets: Sequence[Sheet]) -> Workbook:
    """A workbook of some sheets."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    return book


def _write(into: Worksheet, sheet: Sheet) -> None:
    into.append([sheet.title])
    into["A1"].font = Font(bold=True, size=14)
    into.append([])
    first = 3
    line = Side(style="thin")
    for row in sheet.headings:
        into.append(row)
    if len(sheet.headings) == 2:
        _merge(into, sheet.headings, first)
    for line_of in (*sheet.rows, *([sheet.total] if sheet.total else [])):
        into.append([*line_of])
    for cells in into.iter_rows(min_row=first, max_row=into.max_row, max_col=len(sheet.headings[0])):
        for cell in cells:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            if isinstance(cell.value, datetime):
                cell.number_format = "yyyy/m/d"
    for cells in into.iter_rows(min_row=first, max_row=first + len(sheet.headings) - 1):
        for cell in cells:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center")
    if sheet.end:
        into.append(["以下余白"])
    for index in range(len(sheet.headings[0])):
        into.column_dimensions[get_column_letter(index + 1)].width = 16
    into.freeze_panes = f"A{first + len(sheet.headings)}"


def _merge(into: Worksheet, headings: tuple[tuple[str | None, ...], ...], first: int) -> None:
    above, below = headings
    for index, (top, low) in enumerate(zip(above, below, strict=True), 1):
        if top is not None and low is None:
            into.merge_cells(start_row=first, end_row=first + 1, start_column=index, end_column=index)
    for start, stop in _spans(above, below):
        into.merge_cells(start_row=first, end_row=first, start_column=start, end_column=stop)


def _spans(above: Sequence[str | None], below: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """The columns, counted from 1, over which a heading of the upper line stands."""
    start = None
    for index, (top, low) in enumerate(zip((*above, ""), (*below, None), strict=True), 1):
        if start is not None and (top is not None or low is None):
            yield start, index - 1
            start = None
        if top is not None and low is not None:
            start = index


def write(folder: Path = FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, sheets in books().items():
        written(sheets).save(folder / name)
        print(f"wrote {name}")


if __name__ == "__main__":
    write()
