"""The sentences of a story: whole, in both languages, and with the figures that the rule compared."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.explain.calls import DECISIONS, POLICIES, points_text, weight_text
from queue_server.explain.sentences import heading
from queue_server.explain.templates import ACTS, SAID
from queue_server.explain.words import (
    CLASSES,
    CLOSINGS,
    PRIORITY_REASONS,
    STARS,
    STATES,
    STEPS,
)
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.dispatch import POLICY_NAMES
from queue_server.vocabulary import (
    CallKind,
    CloseReason,
    ItemCode,
    Language,
    PriorityReason,
    Stars,
    Step,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
)
from tests.explain.retold import DAY, Retold

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")
ENGLISH = Language.ENGLISH


def tid(number: str) -> TicketId:
    return TicketId(f"{DAY}-{number}")


@pytest.fixture
def hall() -> Retold:
    hall = Retold()
    hall.staff("01", "02", "03")
    return hall


def test_every_word_of_the_hall_has_both_languages() -> None:
    tables = (
        (CLASSES, TicketClass),
        (PRIORITY_REASONS, PriorityReason),
        (STATES, TicketState),
        (CLOSINGS, CloseReason),
        (STEPS, Step),
        (STARS, Stars),
        (POLICIES, POLICY_NAMES),
    )
    assert [values for table, values in tables if set(table) != set(values)] == []
    assert {"points", "earlier_ref", "earlier_issue", "smaller_seq", "only_one", "none_begun"} <= set(
        DECISIONS
    )


def test_every_event_with_a_ticket_has_a_sentence() -> None:
    """A new kind of event must not end in the middle of somebody's explanation."""
    variants = {
        "ticket_called": [CallKind.NEXT, CallKind.MANUAL, CallKind.RESUMED],
        "ticket_recalled": [CallKind.RECALL, CallKind.REPEAT],
    }
    names = [
        str(kind.__struct_config__.tag)
        for kind in get_args(e.AnyEvent)
        if "ticket" in kind.__struct_fields__ and kind is not e.StepUndone
    ]
    keys = [f"{name}.{one}" for name in names for one in variants.get(name, [])]
    assert {name for name in names if name not in variants} | set(keys) <= set(SAID)


def test_every_act_that_can_be_refused_at_a_ticket_has_a_name() -> None:
    about_tickets = [
        str(act.__struct_config__.tag)
        for act in get_args(c.AnyCommand)
        if {"ticket", "window"} & set(act.__struct_fields__)
    ]
    silent = {"sign_in", "open_window", "unpause_window", "change_skills"}
    assert set(about_tickets) - silent <= set(ACTS)


def test_a_call_says_who_waited_how_long_against_whom_and_by_which_rule(hall: Retold) -> None:
    hall.do(c.TakeTicket(A1))
    hall.wait_s(23 * 60 + 10 - 6 * 60)
    hall.do(c.TakeTicket(A1, klass=TicketClass.PRIORITY, reason=PriorityReason.ELDERLY))
    hall.wait_s(6 * 60)
    hall.ask(c.CallNext(W3), "window:03/S03")
    overtaken, issued = hall.lines("A001")[-1], hall.lines("A002")[0]
    assert issued.text == (
        "发出号票 A002：厅（队列 A 厅），优先号，老人，前面等候 1 人；"
        "1号窗口、2号窗口、3号窗口空闲，可直接前往"
    )
    assert overtaken.time == "09:23:10"
    assert overtaken.who == "3号窗口，工号 S03"
    assert overtaken.text == "3号窗口先叫了 A002。优先号，取号后已等候 6 分，目标 8 分"
    assert overtaken.because == (
        "规则：计入的等候时间 × 类别权重，得分高的先叫。A002：得分最高",
        "A002（优先，等候 6 分 × 5.524 = 33.15）；A001（普通，等候 23 分 10 秒 × 1 = 23.17）",
    )
    called = hall.lines("A002")[-1]
    assert called.text == "3号窗口叫号：A002。优先号，取号后已等候 6 分，目标 8 分"
    assert called.because[1] == (
        "A002（优先，等候 6 分 × 5.524 = 33.15）。"
        "当时同窗口可叫的还有：A001（普通，等候 23 分 10 秒 × 1 = 23.17）"
    )


def test_the_same_call_in_english(hall: Retold) -> None:
    hall.do(c.TakeTicket(A1))
    hall.wait_s(90)
    hall.ask(c.CallNext(W1), "window:01/pad")
    line = hall.lines("A001", ENGLISH)[-1]
    assert line.who == "pad of window 1, staff S01"
    assert line.text == "Window 1 called A001: regular, waited 1 min 30 s since it was issued, target 25 min"
    assert line.because == (
        "Rule: the wait that counts × the weight of the class; the most points are called first. "
        "A001 was called: no other ticket could be called",
    )


def test_a_manual_pick_says_its_reason_and_how_many_it_passed(hall: Retold) -> None:
    for _ in range(3):
        hall.do(c.TakeTicket(A1))
    hall.wait_s(60)
    hall.do(c.PickTicket(W3, tid("A003"), "带婴儿"))
    assert (
        "依据：人工指定，原因“带婴儿”；越过了 2 个排在前面的号，已记录为不按顺序叫号"
        in hall.lines("A003")[-1].because
    )
    assert hall.lines("A001")[-1].text.startswith("3号窗口先叫了 A003")
    hall.do(c.FinishService(W3), c.PickTicket(W3, tid("A001"), "老人"))
    assert "没有越过任何号" in hall.lines("A001")[-1].because[0]


def test_a_miss_a_return_and_the_other_call_are_explained(hall: Retold) -> None:
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1), c.CallNext(W1))
    hall.wait_s(30, ticking=True)
    hall.wait_s(60, ticking=True)
    hall.wait_s(120)
    hall.do(c.ReturnTicket(tid("A001")))
    hall.do(c.CallNext(W2))
    text = hall.text("A001")
    assert "叫号后 30 秒还没有开始办理，自动重呼 A001，第 1 次" in text
    assert "叫号后 1 分 30 秒无人到1号窗口，A001 自动记为过号，第 1 次" in text
    assert "在 09:16:30 之前返回可恢复排队" in text
    assert "离开的 2 分不计入等候；须先另叫一个号，才轮到它" in text
    assert "2号窗口叫了 A002：A001 已等过一次别的叫号，现在可以叫了" in text
    assert "没有叫的：A001 过号返回，须先另叫一个号" in hall.text("A002")


def test_hold_transfer_items_class_paper_and_undo_are_told(hall: Retold) -> None:
    hall.do(c.TakeTicket(A1), c.ReportPaper(tid("A001"), "缺纸"), c.ReprintTicket(tid("A001")))
    hall.do(c.ChangeClass(tid("A001"), TicketClass.PRIORITY, "残疾证"))
    hall.do(c.CallNext(W1), c.UndoStep(W1), c.CallNext(W1), c.StartService(W1))
    hall.wait_s(65)
    hall.do(c.AddItem(W1, A2), c.HoldTicket(W1, "缺材料"))
    hall.wait_s(5)
    hall.do(c.ResumeTicket(W1), c.StartService(W1), c.TransferTicket(W1, to_window=W3))
    hall.do(c.CallNext(W3), c.FinishService(W3))
    hall.wait_s(20, ticking=True)
    text = hall.text("A001")
    for said in (
        "号票没有打印出来（缺纸）；号码仍然有效",
        "补打号票，第 1 次；原号不变",
        "A001 改为优先号，原因“残疾证”",
        "计时起点不变，权重由 1 改为 5.524",
        "1号窗口撤销上一步（叫号）：A001 回到“等候中”，显示屏上已撤下",
        "办完厅（1 分 5 秒），接着加办厅",
        "1号窗口挂起 A001，原因“缺材料”",
        "1号窗口回呼挂起的号：A001，挂起了 5 秒",
        "1号窗口把 A001 转到3号窗口（厅）；号码不变",
        "从此刻重新计时，权重 5.524",
        "没有评价：记为“未评价”，不算满意",
    ):
        assert said in text, said


def test_a_refusal_is_told_in_the_words_of_the_hall(hall: Retold) -> None:
    hall.do(c.TakeTicket(A1), c.CallNext(W1))
    hall.ask(c.ReturnTicket(tid("A001")), "kiosk:K1")
    line = hall.lines("A001")[-1]
    assert (line.who, line.text) == ("取号机 K1", "想要“过号恢复”，没有准许：这个号 A001 没有过号")
    assert hall.lines("A001", ENGLISH)[-1].text.startswith("Coming back after a miss was refused")


def test_the_heading_tells_how_it_ended_or_stands(hall: Retold) -> None:
    hall.do(c.TakeTicket(A1))
    words = hall.words()
    assert heading(hall.story("A001"), words).endswith("普通号；日志到此为止，等候中")
    hall.wait_s(60)
    hall.do(c.CallNext(W1), c.FinishService(W1))
    assert heading(hall.story("A001"), words).endswith("普通号；办结，等候 1 分后第一次叫号")


def test_without_a_plan_codes_are_said_and_no_target(hall: Retold) -> None:
    hall.do(c.TakeTicket(A1), c.CallNext(W1))
    words = hall.words(with_plan=False)
    assert heading(hall.story("A001"), words).startswith("A001（2026-03-02）：A1，队列 A，普通号")
    assert words.target(TicketClass.REGULAR, False) == ""


def test_durations_and_instants_are_local_and_readable(hall: Retold) -> None:
    words, english = hall.words(), hall.words(ENGLISH)
    assert [words.span(ms) for ms in (0, 999, 61_000, 3_660_000)] == [
        "0 秒",
        "0 秒",
        "1 分 1 秒",
        "1 小时 1 分",
    ]
    assert english.span(3_725_000) == "1 h 2 min 5 s"
    assert words.clock(hall.at_ms) == "09:00:00"
    assert (weight_text(5_524_272), points_text(33_145_632 * 60_000)) == ("5.524", "33.15")


def test_who_did_it_is_said_for_every_kind_of_actor(hall: Retold) -> None:
    said = {
        actor: hall.words().who(actor, "S09")
        for actor in ("clock", "evaluator:03", "manager:S1", "window:12/S17", "window:12/pad", "else:x")
    }
    assert said == {
        "clock": "系统（到时自动）",
        "evaluator:03": "3号窗口评价器",
        "manager:S1": "管理人员 S1",
        "window:12/S17": "12号窗口，工号 S17",
        "window:12/pad": "12号窗口呼叫器，工号 S09",
        "else:x": "else:x",
    }


NUMBERS = st.sampled_from([tid(f"A00{n}") for n in range(1, 5)] + [tid("B001")])
WINDOWS = st.sampled_from([W1, W2, W3])
WHATEVER = st.lists(
    st.one_of(
        st.builds(c.TakeTicket, st.sampled_from([A1, A2, B1]), st.sampled_from(TicketClass)),
        st.builds(c.CallNext, WINDOWS),
        st.builds(c.PickTicket, WINDOWS, NUMBERS, st.just("老人")),
        st.builds(c.RecallTicket, WINDOWS),
        st.builds(c.StartService, WINDOWS),
        st.builds(c.FinishService, WINDOWS),
        st.builds(c.MarkNoShow, WINDOWS),
        st.builds(c.HoldTicket, WINDOWS, st.just("{reason}")),
        st.builds(c.ResumeTicket, WINDOWS),
        st.builds(c.TransferTicket, WINDOWS, to_window=WINDOWS),
        st.builds(c.TransferTicket, WINDOWS, comes_back=st.just(True)),
        st.builds(c.AddItem, WINDOWS, st.just(A2)),
        st.builds(c.ReturnTicket, NUMBERS),
        st.builds(c.CancelTicket, NUMBERS, st.just("不办了")),
        st.builds(c.ReprintTicket, NUMBERS),
        st.builds(c.ChangeClass, NUMBERS, st.sampled_from(TicketClass), st.just("证件")),
        st.builds(c.UndoStep, WINDOWS),
        st.builds(c.RateService, WINDOWS, st.sampled_from([1, 5])),
        st.just(c.Tick()),
    ),
    max_size=60,
)


@given(WHATEVER, st.integers(0, 100), st.sampled_from(Language))
@settings(max_examples=80, deadline=None)
def test_whatever_happens_every_story_can_be_read_aloud(
    acts: list[c.AnyCommand], pause_s: int, language: Language
) -> None:
    hall = Retold()
    hall.staff("01", "02", "03")
    for act in acts:
        hall.ask(act)
        hall.wait_s(pause_s)
    hall.wait_s(86_400, ticking=True)
    for recorded in hall.records:
        if isinstance(recorded.event, e.TicketIssued) and recorded.event.ticket.startswith(DAY):
            _is_whole(hall, recorded.event.number, language)


def _is_whole(hall: Retold, number: str, language: Language) -> None:
    day = [each for each in hall.records if each.at_ms <= hall.at_ms]
    opened = [at for at, each in enumerate(day) if isinstance(each.event, e.DayOpened)]
    hall.records = day[: opened[1]] if len(opened) > 1 else day
    lines = hall.lines(number, language)
    hall.records = day
    assert number in lines[0].text
    for line in lines:
        texts = (line.text.replace("{reason}", ""), *line.because)
        assert all(text and not set("{}[]") & set(text) for text in texts)
