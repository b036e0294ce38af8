"""A ticket on paper: laid out, said in bytes, read back by the simulated printer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ticket_printer.layout import TicketPaper, columns, footer, lay_out, text_columns
from devices.ticket_printer.protocol import ticket_bytes
from devices.ticket_printer.simulated import Paper, SimulatedPrinter

FULL = TicketPaper(
    hall="襄阳市襄州区行政服务中心",
    area="一楼 A 区",
    number="A012",
    queue="户籍业务",
    item="户口迁移审批",
    ahead=12,
    wait="约 10-20 分钟",
    wait_beside="about 10-20 min",
    windows="3、4、5号窗口",
    mark="绿色通道",
    issued="2026-11-24 09:15",
    masked_id="1234",
    qr="http://hall.example/t/7Kd2",
    is_reprint=True,
)


def printed(paper: TicketPaper) -> Paper:
    printer = SimulatedPrinter()
    printer.hear(ticket_bytes(paper))
    assert printer.unread_bytes == 0
    (out,) = printer.papers
    return out


@pytest.mark.parametrize("width_mm", [58, 80])
def test_a_ticket_reads_back_with_everything_on_it(width_mm: int) -> None:
    out = printed(
        TicketPaper(
            **{field: getattr(FULL, field) for field in FULL.__struct_fields__} | {"width_mm": width_mm}
        )
    )
    assert out.is_cut
    assert out.largest == "A012"
    assert out.qr == "http://hall.example/t/7Kd2"
    whole = out.text.replace("\n", "")
    for part in (
        "襄州区",
        "一楼",
        "补打",
        "绿色通道",
        "户籍业务",
        "户口迁移审批",
        "12 人",
        "约 10-20 分钟",
        "about 10-20 min",
        "3、4、5号",
        "****1234",
        "09:15",
    ):
        assert part in whole


def test_what_is_not_known_is_not_printed() -> None:
    out = printed(TicketPaper(hall="大厅", number="B001", issued="2026-11-24 09:15"))
    assert out.qr == ""
    for label in ("业务", "事项", "前面", "预计", "窗口", "证件", "补打", "扫码", "【"):
        assert label not in out.text


def test_nobody_ahead_is_said() -> None:
    assert "前面 Ahead: 0 人" in printed(TicketPaper(hall="大厅", number="B001", issued="", ahead=0)).text


@pytest.mark.parametrize(
    ("width_mm", "lines"),
    [
        (80, ["预计 Wait: 约 10-20 分钟 about 10-20 min"]),
        (58, ["预计 Wait: 约 10-20 分钟", "about 10-20 min"]),
    ],
)
def test_english_stands_beside_the_wait_where_there_is_room_else_below_it(
    width_mm: int, lines: list[str]
) -> None:
    paper = TicketPaper(
        hall="大厅", number="B001", issued="", width_mm=width_mm, wait=FULL.wait, wait_beside=FULL.wait_beside
    )
    said = [line.text for line in lay_out(paper)]
    assert said[said.index(lines[0]) :][: len(lines)] == lines


def test_a_long_line_is_broken_between_words_and_at_commas_not_within_a_range() -> None:
    wait, beside = "至少 90 分钟，今天可能排不到", "at least 90 min, perhaps not today"
    paper = TicketPaper(
        hall="大厅", number="B001", issued="", width_mm=58, item="Environmental report form approval",
        wait=wait, wait_beside=beside,
    )  # fmt: skip
    said = [line.text for line in lay_out(paper)][2:]
    assert said == [
        "事项 Item: Environmental report", "form approval",
        "预计 Wait: 至少 90 分钟，", "今天可能排不到",
        "at least 90 min, perhaps not", "today",
    ]  # fmt: skip


def test_no_more_than_four_digits_of_an_identity_reach_the_paper() -> None:
    out = printed(TicketPaper(hall="大厅", number="B001", issued="", masked_id="420601199001011234"))
    assert "****1234" in out.text
    assert "0101" not in out.text


def test_the_bytes_switch_chinese_letters_on_and_off_and_end_in_a_cut() -> None:
    data = ticket_bytes(FULL)
    assert data.startswith(b"\x1b\x40\x1c\x26")
    assert "襄阳市襄州区行政服务中心".encode("gb18030") in data
    assert b"\x1c\x2e" in data
    assert data.endswith(b"\x1d\x56\x00")


def test_a_ticket_is_short_enough_for_a_slow_cable() -> None:
    assert len(ticket_bytes(FULL)) < 800


def test_a_longer_number_is_printed_smaller_and_never_broken() -> None:
    for number in ("A1", "A012", "AB1234", "A0123456789012345"):
        for width_mm in (58, 80):
            lines = lay_out(TicketPaper(hall="大厅", number=number, issued="", width_mm=width_mm))
            assert [
                line.size * text_columns(line.text) <= columns(width_mm)
                for line in lines
                if line.text == number
            ] == [True]


letters = st.text(st.characters(codec="utf-8"), max_size=60)


@given(
    hall=letters,
    number=st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True),
    item=letters,
    width_mm=st.sampled_from([58, 80]),
    qr=st.text(st.characters(codec="utf-8"), max_size=100),
)
def test_whatever_a_hall_calls_its_things_the_number_and_the_code_come_out_right(
    hall: str, number: str, item: str, width_mm: int, qr: str
) -> None:
    paper = TicketPaper(hall=hall, number=number, item=item, issued="09:15", width_mm=width_mm, qr=qr)
    for line in (*lay_out(paper), *footer(paper)):
        assert line.size * text_columns(line.text) <= columns(width_mm)
    out = printed(paper)
    assert number in [line.text for line in out.lines]
    assert out.qr == qr


@given(st.binary(max_size=400))
def test_no_bytes_break_the_simulated_printer(data: bytes) -> None:
    printer = SimulatedPrinter()
    for start in range(0, len(data), 7):
        printer.hear(data[start : start + 7])
    printer.hear(b"\x00" * 10_000)
    printer.hear(b"\x1b\x40")
