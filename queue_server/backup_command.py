"""``queue-server backup`` and ``queue-server restore``: words and what they tell. The work is the store's."""

import argparse
import sys
from pathlib import Path

from queue_server.clock import SystemClock
from queue_server.config_file import load_config
from queue_server.errors import StoreFault
from queue_server.runtime.codes import subkey
from queue_server.runtime.secret import load_secret
from queue_server.store.backup import back_up, copying
from queue_server.store.restore import Restored, restore
from queue_server.store.verify import Report

SKIP = 100
"""Numbers of each queue left out after a restore, unless told otherwise."""


def backup_words(backup: argparse.ArgumentParser) -> None:
    """Add the words of ``backup``."""
    backup.add_argument("config", metavar="CONFIG")
    backup.add_argument("file", metavar="FILE", type=Path, help="where the copy goes")
    backup.add_argument("--replace", action="store_true", help="take the place of an older FILE")
    backup.add_argument(
        "--secret-to",
        metavar="FILE2",
        type=Path,
        help="copy the hall's secret there: keep it apart from FILE",
    )


def restore_words(words: argparse.ArgumentParser) -> None:
    """Add the words of ``restore``."""
    words.add_argument("config", metavar="CONFIG")
    words.add_argument("file", metavar="FILE", type=Path, help="a backup made by queue-server backup")
    words.add_argument(
        "--skip",
        type=_count,
        default=SKIP,
        metavar="N",
        help="numbers of each queue to leave out, since they may be on paper (usual: %(default)s; "
        "0 only if nothing was issued after the backup)",
    )
    words.add_argument(
        "--secret-from",
        metavar="FILE2",
        type=Path,
        help="put the hall's secret back too, where it is missing",
    )


def run_backup(asked: argparse.Namespace) -> int:
    """Copy the journal of a hall, at work or not."""
    store = load_config(asked.config).store
    clock, secret_file = SystemClock(), Path(store.secret_file)
    began_ms = clock.now_ms()
    seal_key = subkey(load_secret(secret_file, may_make=False), "seal")
    report = back_up(Path(store.path), asked.file, seal_key=seal_key, may_replace=asked.replace)
    if asked.secret_to is not None:
        _copy_secret(secret_file, asked.secret_to, may_replace=asked.replace)
    _say(_backed_up(asked.file, report, (clock.now_ms() - began_ms) / 1000))
    if asked.secret_to is None:
        _say(f"密钥不在备份中，请另存 / not in it, keep a copy elsewhere: {secret_file}")
    return 0


def run_restore(asked: argparse.Namespace) -> int:
    """Put a backup in the place of the journal."""
    config = load_config(asked.config)
    secret_file = Path(config.store.secret_file)
    if asked.secret_from is not None and not secret_file.exists():
        secret_file.parent.mkdir(parents=True, exist_ok=True)
        _copy_secret(asked.secret_from, secret_file, may_replace=False)
    seal_key = subkey(load_secret(secret_file, may_make=False), "seal")
    stamp = str(SystemClock().now_ms())
    done = restore(Path(config.store.path), asked.file, seal_key=seal_key, skip=asked.skip, stamp=stamp)
    _say(_restored(asked.file, done))
    return 0


def _copy_secret(source: Path, target: Path, *, may_replace: bool) -> None:
    if target.exists() and not may_replace:
        raise StoreFault(f"{target}: is there already; choose another name, or say --replace")
    secret = load_secret(source, may_make=False)
    with copying(source, target) as draft:
        draft.write_bytes(secret)
    target.chmod(0o600)


def _backed_up(file: Path, report: Report, took_s: float) -> str:
    head = f"{report.head.seq}:{report.head.digest}"
    size = file.stat().st_size / 1_000_000
    return (
        f"已备份并核验 / backed up and verified: {file}\n"
        f"  事件 events: {report.events}    {size:.1f} MB    {took_s:.1f} s\n"
        f"  末条 head: {head}"
    )


def _restored(file: Path, done: Restored) -> str:
    replaced = done.leap.replaced_head or "读不出 / could not be read"
    lines = [
        f"已恢复 / restored: {file}，事件 events: {done.report.events}",
        f"  原日志末条 / the replaced journal ended at: {replaced}",
        f"  每队列再跳过 / numbers of each queue left out at the first start: {done.leap.skip}",
    ]
    if done.set_aside is not None:
        lines.insert(1, f"  原日志移至 / the replaced journal lies at: {done.set_aside}")
    return "\n".join(lines)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number, 0 or more')
    return int(text)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
