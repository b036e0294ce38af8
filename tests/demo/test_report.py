"""The closing report says every figure and every broken promise in both languages."""

from queue_server.demo.report import OFFENCES, closing_report
from queue_server.demo.summary import Attendance, Forecasts, Summary, Tellings, forecasts_of
from queue_server.reports.accuracy import Accuracy


def test_a_sound_run_is_told_with_its_figures() -> None:
    summary = Summary(
        issued=7,
        attendance=Attendance(expected=42, present=41, late=1, absent=1, on_leave=1, unknown_badges=2),
        cards_by_level={"yellow": 2, "recorded": 4, "blue": 1},
        cards_revoked={"yellow": 1},
        told=Tellings(9, 5),
        faults={"window:06/pad": 1},
    )
    text = closing_report(summary)
    for words in (
        "取号 issued 7",
        "应到 expected 42，已到 present 41，迟到 late 1，未到 absent 1，",
        "请假 on leave 1，未知工牌 unknown badges 2",
        "记录 recorded 4，黄牌 yellow 2，blue 1",
        "其中撤销 revoked  黄牌 yellow 1",
        "9 次 tellings，已阅 acknowledged 5",
        "window:06/pad 1",
        "没有失信 no promise was broken",
    ):
        assert words in text


def test_every_list_of_offenders_has_its_words() -> None:
    lists = [name for name in Summary.__struct_fields__ if isinstance(getattr(Summary(), name), list)]
    assert sorted(OFFENCES) == sorted(lists)
    for name in lists:
        summary = Summary()
        setattr(summary, name, ["K1", "K2"])
        assert not summary.is_sound()
        text = closing_report(summary)
        assert f"{OFFENCES[name]}: K1, K2" in text
        assert "没有失信" not in text


def test_forecasts_are_told_beside_the_figure_to_beat() -> None:
    told = Accuracy(
        unforetold=3, judged=8, held=6, error_sum_ms=8 * 126_000, naive_error_sum_ms=8 * 348_000,
        bias_sum_ms=-8 * 30_000, width_sum_min=56,
    )  # fmt: skip
    summary = Summary(forecasts=forecasts_of(told))
    assert summary.forecasts == Forecasts(8, 3, 2.1, 5.8, -0.5, 75.0, 7.0)
    text = closing_report(summary)
    assert "已兑现 came true 8，无预计 without 3，误差 error 2.1 分 min（人数估算 head count 5.8）" in text
    assert "落在范围 within range 75.0%" in text
    assert "等候预计 waits    已兑现 came true 0，无预计 without 0\n" in closing_report(Summary())


def test_what_was_not_is_none() -> None:
    assert "设备故障 faults   无 none" in closing_report(Summary())
