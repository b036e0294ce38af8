"""A right configuration told back in a few lines: a person sees whether it is the hall that was meant."""

from collections.abc import Iterator
from datetime import date

from devices.address import SIMULATED
from queue_server.config import ANY_ADDRESS, Config
from queue_server.config_file.check_rim import is_loopback
from queue_server.config_file.spans import WEEKDAYS, write_span
from queue_server.hall.plan import HallPlan, Name, Queue, Span
from queue_server.supervision.plan import SupervisionPlan
from queue_server.vocabulary import Role
from queue_server.working_days import WorkingDays

SIMULATED_ONLY = "     is simulated, for demonstrations: `queue-server serve` cannot open it"
FIRST_NOTICE_YEAR, LAST_YEAR = 2004, 9999
"""Years between which the last one settled by a notice is looked for."""


def summary(config: Config) -> str:
    """Return the summary, one thing a line."""
    return "\n".join(
        [*_hall(config.plan), *_queues(config.plan), *_windows(config), *_rim(config), *_watched(config)]
    )


def _hall(plan: HallPlan) -> Iterator[str]:
    closed = ", ".join(WEEKDAYS[day] for day in plan.closed_weekdays) or "none"
    yield _both(plan.name)
    yield f"  issues numbers {_hours(plan.hours)}, closed weekdays: {closed}"
    yield (
        f"  {len(plan.areas)} areas, {len(plan.departments)} departments, {len(plan.queues)} queues, "
        f"{len(plan.items)} items, {len(plan.windows)} windows"
    )
    yield f"  next ticket by the rule {plan.dispatch.policy}"


def _queues(plan: HallPlan) -> Iterator[str]:
    yield "queues"
    for queue in plan.queues:
        items = {item.code for item in plan.items if item.queue == queue.code}
        windows = [window.number for window in plan.windows if items & set(window.items)]
        yield f"  {queue.code:<2} {_both(queue.name)}: {len(items)} items at {' '.join(windows)}"
        yield from _limits(queue)


def _limits(queue: Queue) -> Iterator[str]:
    said = [f"at most {queue.daily_max} a day"] if queue.daily_max else []
    said += [f"alarm at {queue.waiting_alarm} waiting"] if queue.waiting_alarm else []
    said += [f"{write_span(span)} at most {span.quota}" for span in queue.slices]
    said += [f"issued {_hours(queue.hours)}"] if queue.hours else []
    if said:
        yield "     " + ", ".join(said)


def _windows(config: Config) -> Iterator[str]:
    yield "windows"
    where = {counter.window: counter for counter in config.counters}
    for window in config.plan.windows:
        counter = where.get(window.number)
        wired = (
            counter
            and f"line {counter.line} pad {counter.pad} evaluator {counter.evaluator} bar {counter.led}"
        )
        name = f"{window.number} {_both(window.name)}".rstrip()
        yield f"  {name}: {len(window.items)} items, {wired or 'no devices'}"


def _rim(config: Config) -> Iterator[str]:
    scheme = "wss" if config.listen.certificate else "ws"
    yield "around it"
    yield f"  listens on {scheme}://{config.listen.host}:{config.listen.port}, {_who(config)}"
    yield f"  tickets lead phones to {_phones(config)}"
    yield f"  remembers in {config.store.path}, personal data for {config.store.people_days} days"
    managers = sum(member.is_manager for member in config.staff)
    yield f"  {len(config.staff)} staff may sign in, {managers} of them managers"
    for line in config.lines:
        count = sum(counter.line == line.name for counter in config.counters)
        yield f"  line {line.name} at {line.port}, {line.baud} baud, key map {line.keymap}: {count} windows"
        if line.port.startswith(SIMULATED):
            yield SIMULATED_ONLY


def _watched(config: Config) -> Iterator[str]:
    plan = config.supervision
    on = [rule for rule in plan.rules if rule.steps]
    off = [rule.code.value for rule in plan.rules if not rule.steps]
    attending = sum(bool(member.shift) for member in plan.members)
    yield "supervision"
    yield f"  {len(on)} rules are on" + (f", off: {', '.join(off)}" if off else "")
    yield f"  levels from mild to severe: {', '.join(_both(level.name) for level in plan.levels)}"
    yield f"  attendance is kept of {attending} staff, shifts: {', '.join(one.code for one in plan.shifts)}"
    yield from _readers(config)
    yield from _calendar(plan)


def _readers(config: Config) -> Iterator[str]:
    yield f"  {len(config.readers)} badge readers"
    for reader in config.readers:
        name = f"{reader.name} {_both(reader.place)}".rstrip()
        yield f"  reader {name} at {reader.port}, {reader.kind}"
        if reader.port.startswith(SIMULATED):
            yield SIMULATED_ONLY


def _calendar(plan: SupervisionPlan) -> Iterator[str]:
    """Say how far the calendar is settled. What a year without a notice will bring, weekdays only guess."""
    last = _last_settled_year()
    yield f"  holidays are settled by notice to the end of {last}, {len(plan.overrides)} days by [[calendar]]"
    yield f"  provisional, by the day of the week alone: from {last + 1} on, until [[calendar]] says more"
    ahead = sorted({day.year for day in plan.overrides if day.year > last})
    if ahead:
        years = ", ".join(map(str, ahead))
        yield f"  of the provisional years [[calendar]] has days of {years}"


def _last_settled_year() -> int:
    days = WorkingDays()
    years = range(FIRST_NOTICE_YEAR, LAST_YEAR)
    return next(year for year in years if days.kind(date(year + 1, 6, 1)).is_provisional)


def _phones(config: Config) -> str:
    listen = config.listen
    if listen.public_url:
        return listen.public_url
    if listen.host in ANY_ADDRESS or is_loopback(listen.host):
        return "an address that no phone can open: write public_url into [listen]"
    return f"{listen.host}:{listen.port}; write public_url into [listen] if phones know it by another name"


def _who(config: Config) -> str:
    if not config.tokens:
        return "without tokens: every program on this machine may connect"
    roles = sorted({token.role.value for token in config.tokens})
    missing = sorted({role.value for role in Role} - set(roles) - {Role.PHONE.value})
    opened = f"; every program on this machine may be {', '.join(missing)}" if missing else ""
    return f"tokens for {', '.join(roles)}{opened}"


def _hours(spans: tuple[Span, ...]) -> str:
    return " and ".join(map(write_span, spans))


def _both(name: Name) -> str:
    return f"{name.zh} {name.en}".strip()
