"""``queue-server verify PATH``: the verifier's findings as lines a person reads, and an exit status."""

from pathlib import Path

from queue_server.store.chain import Head
from queue_server.store.verify import Report, verify

EXIT_SOUND, EXIT_TOUCHED, EXIT_USAGE = 0, 1, 2


def verify_command(path: str, seal_key: bytes | None = None, head: str = "") -> tuple[int, str]:
    """Return the exit status and the text. ``head`` is ``SEQ:DIGEST`` as the logbook or a report has it.

    Status 0: as written; 1: touched or unreadable; 2: ``head`` is not of that form.
    """
    noted = parse_head(head)
    if head and noted is None:
        return (
            EXIT_USAGE,
            f"{head}: not a head; it looks like 1234:5f0a… (the number, a colon, 64 hex letters)",
        )
    report = verify(Path(path), seal_key=seal_key, noted=noted)
    return (EXIT_SOUND if report.is_sound else EXIT_TOUCHED), text_of(report)


def parse_head(text: str) -> Head | None:
    """Return the head that ``SEQ:DIGEST`` names, or None."""
    seq, colon, digest = text.strip().partition(":")
    if not colon or not seq.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        return None
    return Head(int(seq), digest)


def text_of(report: Report) -> str:
    """Return the report in Chinese first, English beside it."""
    lines = [
        f"{report.path}",
        f"事件 events: {report.events}    末条 head: {report.head.seq}:{report.head.digest}",
        f"封印 seal: {_seal_words(report)}",
    ]
    lines += [f"  事件 event {problem.seq}: {problem.what}" for problem in report.problems]
    left = report.problems_count - len(report.problems)
    if left:
        lines.append(f"  另有 {left} 处 / and {left} more")
    lines.append(_last_words(report))
    return "\n".join(lines)


def _last_words(report: Report) -> str:
    if not report.is_sound:
        return "日志被改动或损坏 / touched or damaged"
    if report.is_sealed is None:
        return (
            "链条完好，封印未检查：请给 --secret / the chain is whole; the seal is unchecked: give --secret"
        )
    return "未见改动 / as written"


def _seal_words(report: Report) -> str:
    match report.is_sealed:
        case True:
            return "完好 / this hall's"
        case False:
            return "不符 / not this hall's"
        case None:
            return "未检查（无密钥）/ not checked (no secret given)"
