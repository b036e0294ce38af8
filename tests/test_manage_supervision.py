"""What a manager types is said to the server word for word; what the server has is listed line by line."""

import pytest

from queue_server.__main__ import parser
from queue_server.errors import ConfigError
from queue_server.manage_supervision import SAYS, instant_ms, listed
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    CardState,
    Presence,
    RequestId,
    RuleCode,
    StaffId,
    TaskId,
    WindowNo,
)
from queue_server.wire import from_wall as said
from queue_server.wire.documents import AnyDoc
from queue_server.wire.wall_documents import (
    AttendanceDoc,
    CardDoc,
    RulesDoc,
    StaffDoc,
    TaskDoc,
    UnknownBadge,
)
from queue_server.wire.words import Words

BEIJING_MIN = 480
NINE_MS = 1_772_413_200_000
"""2026-03-02 09:00 in the hall."""
R = RequestId("r")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            ["card", "20260302-K001", "uphold", "属实"],
            said.ActOnCard(R, CardId("20260302-K001"), CardAct.UPHOLD, "属实"),
        ),
        (
            ["card", "20260302-K001", "confirm"],
            said.ActOnCard(R, CardId("20260302-K001"), CardAct.CONFIRM, ""),
        ),
        (
            ["task", "20260302-A001", "已回访"],
            said.AnswerTask(R, TaskId("20260302-A001"), "已回访"),
        ),
        (
            ["leave", "S017", "sick", "2026-03-02 09:00", "2026-03-02 10:00", "就诊"],
            said.FileAbsence(R, StaffId("S017"), AbsenceKind.SICK, NINE_MS, NINE_MS + 3_600_000, "就诊"),
        ),
        (
            ["leave", "S017", "holiday", "2026-03-02 09:00", "2026-03-02 09:01"],
            said.FileAbsence(R, StaffId("S017"), AbsenceKind.HOLIDAY, NINE_MS, NINE_MS + 60_000, ""),
        ),
        (
            ["withdraw", "20260302-L001", "误录"],
            said.WithdrawAbsence(R, AbsenceId("20260302-L001"), "误录"),
        ),
        (
            ["make-up", "S017", "2026-03-02 09:00", "忘打卡"],
            said.MakeUpPunch(R, StaffId("S017"), NINE_MS, "忘打卡"),
        ),
        (["badge", "0123456789abcdef", "S017"], said.AssignBadge(R, "0123456789abcdef", StaffId("S017"))),
    ],
)
def test_every_word_is_said_as_it_was_typed(typed: list[str], message: object) -> None:
    asked = parser().parse_args(["manage", *typed])
    assert SAYS[asked.act](asked, R, BEIJING_MIN) == message


@pytest.mark.parametrize("act", ["end", "supersede", "recompute", "chase", "forgive"])
def test_what_only_a_rule_does_cannot_be_typed(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["manage", "card", "20260302-K001", act])
    assert "invalid choice" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["9 o'clock", "2026-02-30 09:00", "2026-03-02 25:00", ""])
def test_a_time_that_is_none_is_answered_with_how_to_write_one(text: str) -> None:
    with pytest.raises(ConfigError, match='write the time as "2026-03-02 08:30"'):
        instant_ms(text, BEIJING_MIN)


def card(number: int, state: CardState, *acts: CardAct, name: str = "") -> CardDoc:
    key = f"card/20260302-K{number:03d}"
    return CardDoc(
        key=key,
        card=CardId(key[5:]),
        rule=RuleCode.LATE,
        level="yellow",
        state=state,
        subject="staff:S017",
        raised_ms=NINE_MS,
        since_ms=NINE_MS,
        staff_name=name,
        acts=acts,
    )


def docs(*all_docs: AnyDoc) -> dict[str, AnyDoc]:
    return {one.key: one for one in all_docs}


def test_the_cards_are_listed_to_which_something_can_be_done_by_the_halls_own_names() -> None:
    rules = RulesDoc("rules", (), {RuleCode.LATE: Words("来晚了", "late")})
    told = card(1, CardState.TOLD, CardAct.INVESTIGATE, CardAct.REVOKE, name="王芳")
    over = card(2, CardState.REVOKED)
    assert list(listed("cards", docs(rules, told, over), BEIJING_MIN)) == [
        "20260302-K001  yellow  来晚了  王芳  2026-03-02 09:00  told  [investigate, revoke]"
    ]


def test_without_the_halls_names_the_codes_are_listed() -> None:
    (line,) = listed("cards", docs(card(1, CardState.RECORDED, CardAct.REVOKE)), BEIJING_MIN)
    assert line == "20260302-K001  yellow  late  staff:S017  2026-03-02 09:00  recorded  [revoke]"


def test_call_backs_and_unknown_badges_are_listed_with_the_cards() -> None:
    task = TaskDoc(
        "task/20260302-A001", TaskId("20260302-A001"), "A001", WindowNo("03"), StaffId("S017"), 1, NINE_MS
    )
    badge = UnknownBadge("0123456789abcdef", "0734", "door-1", NINE_MS, NINE_MS, 2)
    attendance = AttendanceDoc("attendance", "20260302", unknown_badges=(badge,))
    assert list(listed("cards", docs(task, attendance), BEIJING_MIN)) == [
        "20260302-A001  回访 call back  A001  03 号窗口  1/5  2026-03-02 09:00",
        "0123456789abcdef  未知卡 unknown badge  …0734  door-1  2026-03-02 09:00  2x",
    ]


def test_the_staff_are_listed_with_their_punches_and_what_stands_against_them() -> None:
    at_window = StaffDoc(
        "staff/S017",
        StaffId("S017"),
        "王芳",
        "GA",
        Presence.AT_WINDOW,
        WindowNo("03"),
        punches_ms=(NINE_MS, NINE_MS + 60_000),
        marks=(RuleCode.LATE,),
    )
    expected = StaffDoc("staff/S018", StaffId("S018"), "李强", "GA", Presence.EXPECTED)
    assert list(listed("staff", docs(at_window, expected), BEIJING_MIN)) == [
        "S017  王芳  at_window  03  09:00 09:01  late",
        "S018  李强  expected",
    ]
