"""Ticket codes: found again from the secret alone, made by nobody else."""

import pytest

from queue_server.runtime.codes import subkey, ticket_code, ticket_link, ticket_of_code
from queue_server.vocabulary import TicketId

KEY = subkey(b"s" * 32, "ticket")
TICKET = TicketId("20260302-A012")


def test_a_code_names_its_ticket() -> None:
    code = ticket_code(KEY, TICKET)
    assert code.startswith("20260302-A012-")
    assert ticket_of_code(KEY, code) == TICKET
    assert ticket_link("https://hall.example/", code) == f"https://hall.example/t/{code}"


@pytest.mark.parametrize("code", ["", "-", "20260302-A012", "20260302-A012-", "20260302-A013-{}", "号-{}"])
def test_other_codes_name_none(code: str) -> None:
    mark = ticket_code(KEY, TICKET).rpartition("-")[2]
    assert ticket_of_code(KEY, code.format(mark)) is None


def test_another_secret_makes_another_code() -> None:
    assert ticket_of_code(subkey(b"t" * 32, "ticket"), ticket_code(KEY, TICKET)) is None
    assert subkey(b"s" * 32, "people") != KEY
