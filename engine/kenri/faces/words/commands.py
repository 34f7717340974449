"""What commands say around their answers: how far work has come, how much there was, and what to do next."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    # while work goes on
    "checking": ("checking", "検査中"),
    "comparing": ("comparing", "比較中"),
    "mutating": ("mutating", "変異中"),
    "asking": ("asking", "照会中"),
    "answering": ("answering", "回答中"),
    "auditing": ("auditing", "監査中"),
    # kenri batch
    "rows-judged": ("{rows:row|rows}, {answered} answered, {bad} not", "{rows}行：回答{answered}行、回答不能{bad}行"),
    "rows-resumed": ("{count} of them before", "うち{count}行は前回までに処理"),
    "rows-a-second": ("{count:row|rows} a second", "毎秒{count}行"),
    "by-outcome": ("outcome", "結論"),
    "by-rule": ("deciding rule", "決め手の規定"),
    "by-judge": ("answered by", "回答者"),
    "by-witness": ("judged again by", "再判定者"),
    "chosen-by-seed": (
        "judged again with seed {seed}, and nothing else found",
        "seed {seed}で選んで再判定し、相違なし",
    ),
    "first-answers": ("the first {shown} of {count:answer|answers}", "回答{count}件のうち最初の{shown}件"),
    # kenri test
    "scenarios": ("{count:scenario|scenarios}, {asks:question|questions}", "シナリオ{count}件、質問{asks}件"),
    "passed": ("all answered as expected", "すべて期待どおり"),
    "failed": ("{count} failed", "{count}件が不一致"),
    "unread": ("not all could be asked", "照会できないものあり"),
    "unchecked": ("not checked by this engine: {listed}", "この方式では照合しない項目: {listed}"),
    "what": ("what", "項目"),
    "expected": ("expected", "期待"),
    "got": ("got", "結果"),
    "because": ("because", "理由"),
    # kenri lint
    "linted": (
        "{files:rule file|rule files}, {plans:plan|plans}: {errors:problem|problems}, {warnings:warning|warnings}",
        "規則ファイル{files}件、規約{plans}件：誤り{errors}件、注意{warnings}件",
    ),
    # kenri new
    "written": ("Written. Try it:", "作成しました。次を試してください："),
    # kenri plans
    "plan": ("plan", "プラン"),
    "title": ("title", "題名"),
    "rules": ("rules", "規定"),
    "document": ("document", "文書"),
}

word = PhraseTable(_PHRASES)
