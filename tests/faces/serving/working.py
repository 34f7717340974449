"""Work that goes on after its question, done in this process, or kept as if it had been done."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from kenri.faces.inputs.registers import now
from kenri.faces.serving.answered import problem_answer
from kenri.faces.serving.frames import framed
from kenri.faces.serving.work_answers import WHOLE, WorkAnswer
from kenri.model.problems import ProblemsError
from kenri.service.works import PieceOfWork, accept_work, begin_next, question_of, settle_work
from tests.faces.serving.asking import Asking

if TYPE_CHECKING:
    from sqlalchemy import Connection


def begun(ask: Asking, worker: str = "worker") -> PieceOfWork | None:
    """The next piece of work, taken by a process of a name."""
    with ask.answering._database.writing() as connection:
        return begin_next(connection, worker, now())


def worked(ask: Asking, worker: str = "worker") -> PieceOfWork | None:
    """The next piece of work, done as a process does it."""
    work = begun(ask, worker)
    if work is not None:
        with ask.answering._database.reading() as connection:
            question = question_of(connection, work.id)
        try:
            answer = ask.answering.work_out(work, question, lambda *_: None)
        except ProblemsError as error:
            answer = WorkAnswer.of_answered(problem_answer(error.problems, "en", str(uuid4())))
        with ask.answering._database.writing() as connection:
            status = answer.answered.status
            assert settle_work(connection, work.id, worker, now(), status=status, answer=answer.kept())
    return work


def keep_done_work(connection: Connection, id_: str, issuer: str, caller: str) -> None:
    """Keep work of a caller that is done: which plans there are."""
    header = {
        "operation": "plans", "lang": "en", "query": [["issuer", issuer]], "if_match": None, "idempotency_key": None,
        "files": [], "method": "GET",
    }  # fmt: skip
    accept_work(
        connection, id_, issuer=issuer, caller=caller, operation="plans", holder=None, asked=(), digest=id_,
        question=framed(header), now=now(),
    )  # fmt: skip
    begin_next(connection, id_, now())
    answer = WorkAnswer.of_parts({WHOLE: {"plans": {}, "taken": None}}).kept()
    assert settle_work(connection, id_, id_, now(), status=200, answer=answer)
