"""*Work* that goes on after its question: how far it is, and in the end the page that it was asked for."""

from __future__ import annotations

from dataclasses import replace

from kenri.faces.serving.answered import Answered, html_answer
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.of_work import cancelled, come_again, seen_works, work_asked, work_data
from kenri.service.works import PieceOfWork

__all__ = ["cancel_from_page", "work_page_of", "works_page_of"]


def work_page_of(asked: Asked) -> Answered:
    """How far one is; of one that is done, what it came to."""
    found = work_asked(asked)
    if found.state == "done":
        assert asked.told_again is not None  # whoever answers requests sets it
        return asked.told_again(found)
    return _shown(asked, found)


def cancel_from_page(asked: Asked) -> Answered:
    """The same, once it is done no more."""
    return _shown(asked, cancelled(asked))


def _shown(asked: Asked, found: PieceOfWork) -> Answered:
    from kenri.faces.pages.works import work_page
    from kenri.faces.serving.pages_served import frame_of

    frame = frame_of(asked)
    frame = replace(frame, address=frame.link("/works", found.id))  # what a form sends is no page
    return html_answer(work_page(frame, work_data(found), come_again(found, asked.now)))


def works_page_of(asked: Asked) -> Answered:
    """All of whoever asks."""
    from kenri.faces.pages.works import works_page
    from kenri.faces.serving.pages_served import frame_of

    return html_answer(works_page(frame_of(asked), [work_data(each) for each in seen_works(asked)]))
