"""The shape of personal data at rest: a keyed digest and four digits, with an end. No number is ever in here.

The rows stand in a table of their own, so that forgetting a person touches no event of the journal.
"""

from typing import NamedTuple

from queue_server.vocabulary import PersonRef


class PersonRow(NamedTuple):
    """What is kept of one citizen until ``expires_ms``."""

    ref: PersonRef
    """Drawn by lot, so that after the row is gone nothing leads from an event to a person."""
    digest: str
    """HMAC-SHA256 of the normalised number under the secret file, in hex."""
    last4: str
    created_ms: int
    expires_ms: int
