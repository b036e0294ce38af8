"""Rows made up for trials: well chained, of no real hall. Used by tests and by the benchmark."""

from queue_server.store.chain import EMPTY, Head, Row, digest_after


def sample_rows(count: int, after: Head = EMPTY, hall: str = "hall", note: str = "") -> tuple[Row, ...]:
    """Return ``count`` rows that follow ``after``."""
    rows: list[Row] = []
    for _ in range(count):
        row = sample_row(after, hall, note)
        rows.append(row)
        after = Head(row.seq, row.digest)
    return tuple(rows)


def sample_row(after: Head, hall: str = "hall", note: str = "") -> Row:
    """Return one row that follows ``after``, of about the size of an issued ticket."""
    seq = after.seq + 1
    body = (
        f'{{"event":"ticket_issued","ticket":"20260302-A{seq:03}","number":"A{seq:03}","ordinal":{seq},'
        f'"queue":"A","item":"420607GA-QR-0001","klass":"regular","weight":1000000,"ref_ms":1772411400000,'
        f'"ahead":{seq % 40},"person":"","appointment":"","language":"zh","wants_paper":true,'
        f'"note":"{note}"}}'
    )
    columns = (
        hall,
        seq,
        1_772_411_400_000 + seq,
        "20260302",
        "kiosk:K1",
        f"r{seq}",
        "00" * 8,
        "ticket_issued",
        body,
    )
    return Row(*columns, digest_after(after.digest, columns))
