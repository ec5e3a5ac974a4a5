"""What our own letters say, however they come back, never makes a person's reply a program's."""

import pytest

from correspondence.arriving import mime, visible
from correspondence.arriving.automatic import is_automatic, is_doubtful
from tests.replies.mail_clients import CLIENTS, Client, Written
from tests.replies.test_visible_every_letter import FIRST, OF_HTML, letter_of, page_of, page_text


@pytest.mark.parametrize("name", FIRST)
def test_a_yes_above_any_of_our_letters_is_a_person_s(name: str) -> None:
    page = page_of(name)
    for client in CLIENTS:
        mail = mime.read(_reply(client, page))
        own = visible.split(mail, letter_of(name)).text
        assert (client.__name__, is_automatic(mail, own), is_doubtful(own)) == (client.__name__, "", False)


def _reply(client: Client, page: str) -> bytes:
    return client(Written("Yes, gladly.", page_text(page), "", page=page if client.__name__ in OF_HTML else ""))
