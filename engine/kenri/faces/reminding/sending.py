"""Through what messages go, as the environment has it: passwords stand on no command line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from kenri.faces.inputs.service_address import service_address
from kenri.faces.reminding.mail_server import mail_server_at
from kenri.faces.reminding.one_run import Sending
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.service.subscriptions import is_mail_address

__all__ = ["sending_by"]


@contextmanager
def sending_by(url: str | None = None) -> Iterator[Sending]:
    """The server of `KENRI_SMTP` and the sender of `KENRI_MAIL_FROM`, where there are any. Raises `ProblemsError`.

    `url` is the address of the service; that of `KENRI_URL` if left out.
    """
    service = service_address(url or os.environ.get("KENRI_URL") or None)
    address, sender = os.environ.get("KENRI_SMTP"), os.environ.get("KENRI_MAIL_FROM")
    if sender and not is_mail_address(sender):
        raise refused(Sentence("no-mail-address", found=quote(sender, limit=300)))
    with ExitStack() as stack:
        server = stack.enter_context(mail_server_at(address)) if address else None
        yield Sending(server, sender or None, service)
