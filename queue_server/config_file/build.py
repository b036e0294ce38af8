"""From the forms of a file without mistakes to the server's Config. Pure; the checks come before."""

from collections.abc import Iterable

import msgspec

from queue_server.config import Config, Reader
from queue_server.config_file.build_supervision import build_supervision
from queue_server.config_file.forms import FileForm, ItemForm, NameForm, QueueForm, ReaderForm, WindowForm
from queue_server.config_file.spans import WEEKDAYS, read_offset, read_span
from queue_server.forecast.plan import ForecastPlan
from queue_server.hall.plan import Area, Department, Dispatch, HallPlan, Item, Name, Queue, Span, Window
from queue_server.vocabulary import ItemCode, QueueCode, WindowNo


def build_config(file: FileForm) -> Config:
    """Return the configuration that a file without mistakes describes."""
    return Config(
        plan=build_plan(file),
        assessment=file.assessment,
        listen=file.listen,
        store=file.store,
        lockout=file.lockout,
        tokens=file.tokens,
        staff=file.staff,
        lines=file.lines,
        counters=file.counters,
        keymaps=file.keymaps,
        stars_of_key=file.evaluators.stars_of_key,
        inbox_max=file.server.inbox_max,
        supervision=build_supervision(file),
        readers=tuple(map(_reader, file.readers)),
        forecast=build_forecast(file),
    )


def build_plan(file: FileForm) -> HallPlan:
    """Return the hall's plan."""
    hall = file.hall
    return HallPlan(
        name=Name(hall.name, hall.name_en),
        utc_offset_min=read_offset(hall.utc_offset),
        areas=tuple(Area(one.code, Name(one.name, one.name_en)) for one in file.areas),
        departments=tuple(Department(one.code, Name(one.name, one.name_en)) for one in file.departments),
        queues=tuple(map(_queue, file.queues)),
        items=tuple(map(_item, file.items)),
        windows=tuple(_window(one, file.items) for one in file.windows),
        hours=_spans(hall.hours),
        closed_weekdays=tuple(WEEKDAYS.index(day) for day in hall.closed_weekdays),
        dispatch=_dispatch(file.dispatch),
        calling=file.calling,
        away=file.away,
        pause_reasons=_names(hall.pause_reasons),
        hold_reasons=_names(hall.hold_reasons),
        pick_reasons=_names(hall.pick_reasons),
        notices=_names(hall.notices),
    )


def build_forecast(file: FileForm) -> ForecastPlan:
    """Return the plan of the forecast; a window without hours of its own keeps those of all."""
    written = msgspec.structs.asdict(file.forecast)
    own = {WindowNo(one.number): _spans(one.open) for one in file.windows if one.open}
    return ForecastPlan(**{**written, "open": _spans(file.forecast.open)}, windows_open=own)


def skills_of(window: WindowForm, items: Iterable[ItemForm]) -> tuple[ItemCode, ...]:
    """Return the items a window can serve, in the order of the file."""
    return tuple(
        ItemCode(item.code)
        for item in items
        if item.code in window.items or item.department in window.departments or item.queue in window.queues
    )


def _queue(form: QueueForm) -> Queue:
    return Queue(
        code=QueueCode(form.code),
        name=Name(form.name, form.name_en),
        area=form.area,
        digits=form.digits,
        daily_max=form.daily_max,
        waiting_alarm=form.waiting_alarm,
        slices=tuple(span for one in form.slices for span in _spans((one.time,), one.quota)),
        hours=_spans(form.hours),
    )


def _item(form: ItemForm) -> Item:
    return Item(
        code=ItemCode(form.code),
        name=Name(form.name, form.name_en),
        department=form.department,
        queue=QueueCode(form.queue),
        minutes=form.minutes,
        materials=_names(form.materials),
        kind=form.kind,
        promised_days=form.promised_days,
        fee=form.fee,
        green_channel=form.green_channel,
    )


def _window(form: WindowForm, items: tuple[ItemForm, ...]) -> Window:
    return Window(
        number=WindowNo(form.number),
        area=form.area,
        items=skills_of(form, items),
        name=Name(form.name, form.name_en),
        may_pick=form.may_pick,
    )


def _reader(form: ReaderForm) -> Reader:
    return Reader(
        name=form.name,
        port=form.port,
        kind=form.kind,
        printed=form.printed,
        baud=form.baud,
        address=form.address,
        key_file=form.key_file,
        place=Name(form.place, form.place_en),
        again_after_ms=form.again_after_ms,
    )


def _dispatch(written: Dispatch) -> Dispatch:
    """Targets that are not written keep their defaults."""
    return msgspec.structs.replace(written, targets_min={**Dispatch().targets_min, **written.targets_min})


def _names(forms: tuple[NameForm, ...]) -> tuple[Name, ...]:
    return tuple(Name(form.name, form.name_en) for form in forms)


def _spans(texts: tuple[str, ...], quota: int = 0) -> tuple[Span, ...]:
    return tuple(read_span(text, quota) for text in texts)
