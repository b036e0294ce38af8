"""The kiosk's pure parts: what it shows of the hall, how it searches, what codes and answers mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.citizen import identity, texts
from kiosk.citizen.codes import Code, CodeKind, read_code, ticket_id
from kiosk.citizen.errand import OWED_MAX, Errands, amends
from kiosk.citizen.outcome import NOT_WRITTEN, Notice, Remedy, Tone, outcome
from kiosk.citizen.pinyin import initials
from kiosk.citizen.sample_hall import HALL, ITEMS, QUEUES, sample_docs
from kiosk.citizen.screens.item import halves
from kiosk.citizen.screens.notice import ROWS, rows_of, sentence_lines
from kiosk.citizen.screens.ticket import QR_COLUMNS_MAX, QR_ROWS_MAX, quiet_modules
from kiosk.citizen.search import found
from kiosk.citizen.view import Closure, Item, KioskView, Wait, kiosk_view
from kiosk.citizen.visit import Visit, check_in, take
from kiosk.screenkit.language import Text, other_language
from kiosk.screenkit.qr import qr_rows
from queue_server.vocabulary import Language, PriorityReason, RefusalCode, RequestId, TicketClass, TicketId
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_kiosk import ReturnTicket, TakeTicket
from queue_server.wire.from_server import Done, Faulted, Refused
from queue_server.wire.sentences import sentence
from tests.kiosk_citizen.conftest import ID_CARD, slip

DOCS: dict[str, AnyDoc] = {doc.key: doc for doc in sample_docs()}
VIEW = kiosk_view(DOCS, is_connected=True)
ACT = TakeTicket(RequestId("r1"), item=ID_CARD)


def test_without_the_hall_document_nothing_is_offered() -> None:
    assert kiosk_view({}, is_connected=True) == KioskView()
    assert not KioskView().is_open


def test_the_kiosk_is_closed_without_server_and_without_disk() -> None:
    assert kiosk_view(DOCS, is_connected=False).closure is Closure.SERVER_AWAY
    assert kiosk_view(DOCS, is_connected=False, refusal="token").closure is Closure.NOT_ADMITTED
    assert kiosk_view({}, is_connected=False, refusal="token").closure is Closure.NOT_ADMITTED
    broken = {**DOCS, "hall": replace(HALL, is_durable=False)}
    assert kiosk_view(broken, is_connected=True).closure is Closure.NOT_DURABLE
    assert kiosk_view(DOCS, is_connected=True, is_troubled=True).closure is Closure.NOT_DURABLE
    assert VIEW.is_open


def test_queues_stand_by_letter_and_say_how_long_they_are() -> None:
    assert [(queue.code, queue.wait) for queue in VIEW.queues] == [
        ("A", Wait.SOME),
        ("B", Wait.SOME),
        ("C", Wait.SOME),
        ("D", Wait.NONE),
        ("E", Wait.CLOSED),
    ]
    assert texts.wait_of(VIEW.queues[0]).zh == "12 人等候"


def test_nobody_waiting_without_an_idle_window_is_said_so() -> None:
    queue = replace(VIEW.queues[0], waiting=0)
    assert texts.wait_of(queue) == texts.NOBODY_WAITS


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("Approve a company name", ("Approve a", "company name")),
        ("建设项目环境影响", ("建设项目", "环境影响")),
    ],
)
def test_a_long_name_is_cut_in_the_middle(name: str, cut: tuple[str, str]) -> None:
    assert halves(name) == cut


def test_an_alarm_makes_a_queue_long_and_an_idle_window_with_people_waiting_is_no_promise() -> None:
    docs = {
        **DOCS,
        "queue/A": replace(QUEUES[0], is_alarmed=True),
        "queue/D": replace(QUEUES[3], waiting=2),
    }
    waits = {str(queue.code): queue.wait for queue in kiosk_view(docs, is_connected=True).queues}
    assert (waits["A"], waits["D"]) == (Wait.LONG, Wait.SOME)


def test_a_queue_without_items_is_not_offered() -> None:
    docs = {key: doc for key, doc in DOCS.items() if not key.endswith("FG-SP-0001")}
    assert "E" not in {queue.code for queue in kiosk_view(docs, is_connected=True).queues}


def test_items_stand_by_department_then_code() -> None:
    assert [item.department for item in VIEW.items][:9] == ["GA"] * 8 + ["MZ"]
    assert [item.code for item in VIEW.items_of_department("MZ")] == ["420607MZ-QR-0001", "420607MZ-QR-0002"]


@pytest.mark.parametrize(
    ("word", "typed"),
    [("结婚登记", "JHDJ"), ("居民身份证", "JMSFZ"), ("殡葬", "BZ"), ("A区", "AQ"), ("、（）", "")],
)
def test_initials_of_words(word: str, typed: str) -> None:
    assert all(key in sounds for key, sounds in zip(typed, initials(word), strict=True))


@given(st.characters(codec="gb2312", min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_every_character_of_gb2312_has_an_initial(character: str) -> None:
    assert initials(character)[0] <= set("ABCDEFGHJKLMNOPQRSTWXYZ")


@pytest.mark.parametrize("item", VIEW.items, ids=lambda item: item.code)
def test_every_item_is_found_by_its_initials_by_its_english_and_by_its_code(item: Item) -> None:
    doc = next(doc for doc in ITEMS if doc.code == item.code)
    typed = "".join(min(sounds) for sounds in initials(doc.name.zh))
    plain = "".join(character for character in doc.name.en.upper() if character.isalnum())
    for keys in (typed, plain[:8], doc.code.replace("-", "")[6:]):
        assert item in found(keys, VIEW.items), keys


def test_names_that_begin_so_come_first_and_a_second_reading_is_found() -> None:
    assert found("JH", VIEW.items)[0].name.zh == "结婚登记"
    assert "企业名称预先核准" in [item.name.zh for item in found("QYMC", VIEW.items)]
    assert found("ZZZZ", VIEW.items) == ()


def test_an_identity_is_checked_as_the_standard_says() -> None:
    assert identity.is_valid("11010519491231002X")
    assert not identity.is_valid("110105194912310021")
    assert not identity.is_valid("11010519491231002")
    assert identity.may_follow("1" * 17, "X")
    assert not identity.may_follow("1" * 16, "X")
    assert not identity.may_follow("1" * 18, "1")


@given(st.text("0123456789", min_size=1, max_size=18))
def test_a_mask_shows_one_sign_only(typed: str) -> None:
    shown = identity.masked(typed).replace(" ", "")
    assert len(shown) == len(typed)
    assert shown[:-1] == "*" * (len(typed) - 1)


def test_a_visit_does_not_show_its_identity() -> None:
    assert "11010519491231002X" not in repr(Visit(identity="11010519491231002X"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://q.example.cn/t/20260302-A012-K7Q2M6XZ3T4BABCD", Code(CodeKind.TICKET, "20260302-A012")),
        ("20260302-A012-K7Q2M6XZ3T4BABCD", Code(CodeKind.TICKET, "20260302-A012")),
        ("20260302-A07-K7Q2M6XZ3T4BABCD", Code(CodeKind.TICKET, "20260302-A07")),
        ("20260302-A00012", Code(CodeKind.TICKET, "20260302-A00012")),
        ("20260302-A012\r", Code(CodeKind.TICKET, "20260302-A012")),
        ("YY4711", Code(CodeKind.APPOINTMENT, "YY4711")),
        ("https://example.com/?q=1", Code(CodeKind.NONSENSE)),
        ("", Code(CodeKind.NONSENSE)),
        ("请", Code(CodeKind.NONSENSE)),
    ],
)
def test_what_a_code_means(text: str, code: Code) -> None:
    assert read_code(text) == code


def test_a_number_is_one_of_today() -> None:
    assert ticket_id("A012", "20260302") == "20260302-A012"
    assert [ticket_id(number, "20260302") for number in ("A07", "B00012")] == [
        "20260302-A07",
        "20260302-B00012",
    ]
    assert ticket_id("20260301-A012", "20260302") == "20260301-A012"


def test_a_reason_makes_priority() -> None:
    visit = Visit(reason=PriorityReason.ELDERLY, identity="11010519491231002X")
    taken = take(RequestId("r1"), visit, ID_CARD, wants_paper=False)
    assert (taken.klass, taken.identity, taken.wants_paper) == (TicketClass.PRIORITY, visit.identity, False)
    assert taken.reason is PriorityReason.ELDERLY


def test_who_checks_in_is_still_who_said_so() -> None:
    visit = Visit(reason=PriorityReason.ELDERLY, identity="11010519491231002X")
    taken = check_in(RequestId("r1"), visit, "Y1", wants_paper=True)
    assert (taken.appointment, taken.identity, taken.reason) == ("Y1", visit.identity, visit.reason)


def test_every_reason_has_its_words_at_the_kiosk() -> None:
    assert set(texts.REASONS) == set(PriorityReason)


def test_a_slip_is_shown_and_a_number_alone_is_good_news() -> None:
    answer = slip(ID_CARD, "D009")
    assert outcome(Done(RequestId("r1"), 1, answer)) == answer
    notice = outcome(Done(RequestId("r1"), 1, number="D003"))
    assert isinstance(notice, Notice)
    assert (notice.tone, notice.text.zh[:4]) == (Tone.GOOD, "D003")


@pytest.mark.parametrize("code", list(RefusalCode))
def test_every_refusal_is_a_sentence_in_both_languages(code: RefusalCode) -> None:
    notice = outcome(Refused(RequestId("r1"), code))
    assert isinstance(notice, Notice)
    assert notice.text.zh
    assert notice.text.en
    assert Remedy.REPRINT not in notice.remedies


def test_a_full_day_names_an_idle_window() -> None:
    notice = outcome(Refused(RequestId("r1"), RefusalCode.DAY_FULL, {"windows": "03 11"}))
    assert isinstance(notice, Notice)
    assert "可直接到窗口办理：3 11 号窗口" in notice.text.zh


def test_a_fault_may_be_tried_again() -> None:
    assert outcome(Faulted(RequestId("r1"), "disk full")) == NOT_WRITTEN


def test_one_errand_at_a_time_and_no_more_abandoned_than_can_be_kept() -> None:
    errands = Errands()
    assert errands.begin(ACT)
    assert not errands.begin(replace(ACT, request=RequestId("r2")))
    assert errands.abandon() == ACT
    assert errands.is_owed(ACT)
    for number in range(1, OWED_MAX):
        assert errands.begin(replace(ACT, request=RequestId(f"x{number}")))
        errands.abandon()
    assert not errands.begin(replace(ACT, request=RequestId("last")))
    errands.finish(ACT)
    assert errands.begin(replace(ACT, request=RequestId("last")))


def test_what_is_on_the_way_is_not_asked_anew_when_its_citizen_leaves() -> None:
    errands = Errands()
    assert errands.begin(ACT)
    errands.sent(ACT)
    assert errands.abandon() is None
    errands.came_back(ACT)
    assert errands.is_owed(ACT)
    assert errands.abandon() is None


def test_only_an_issued_number_needs_amends() -> None:
    done = Done(RequestId("r1"), 1, slip(ID_CARD, "D009"))
    cancel = amends(ACT, done, RequestId("r2"))
    assert cancel is not None
    assert cancel.ticket == TicketId("20260302-D009")
    assert amends(ACT, Faulted(RequestId("r1"), ""), RequestId("r2")) is None
    assert amends(ReturnTicket(RequestId("r1"), "x"), done, RequestId("r2")) is None


@pytest.mark.parametrize("length", [20, 40, 60, 80])
def test_a_code_on_the_screen_fits_beside_the_number(length: int) -> None:
    link = "https://" + "a" * length
    quiet = quiet_modules(link)
    assert quiet is not None
    rows = qr_rows(link, quiet)
    assert len(rows) <= QR_ROWS_MAX
    assert len(rows[0]) <= QR_COLUMNS_MAX


def test_a_code_too_large_for_the_screen_is_left_to_the_paper() -> None:
    assert quiet_modules("https://" + "a" * 200) is None


def test_a_sentence_is_broken_at_commas_or_words_and_loses_nothing() -> None:
    chinese = "取号时间未到，14:30 开始取号，请稍后再来取号"
    assert "".join(sentence_lines(chinese, 4)) == chinese
    english = "Numbers are not issued yet; issuing starts at 14:30"
    assert " ".join(line.strip() for line in sentence_lines(english, 4)) == english
    assert len(sentence_lines(english, 4)) > 1


@pytest.mark.parametrize("rows_max", [4, 5])
@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
@pytest.mark.parametrize("code", list(RefusalCode), ids=lambda code: code.value)
def test_a_refusal_is_drawn_as_high_as_all_of_it_fits(
    code: RefusalCode, language: Language, rows_max: int
) -> None:
    said, beside = (sentence(code, {}, each) for each in (language, other_language(language)))
    rows = rows_of(said, beside, rows_max)
    assert 2 < rows <= rows_max
    assert len(sentence_lines(said, rows)) * (rows + 1) < ROWS


def test_every_text_has_both_languages_and_no_sign_of_ambiguous_width() -> None:
    pairs = [value for value in vars(texts).values() if isinstance(value, Text)]
    pairs += [*texts.REASONS.values(), *texts.CLASS_MARKS.values(), *texts.CLOSURES.values()]
    assert len(pairs) > 60
    for text in pairs:
        assert text.in_(Language.ENGLISH) != ""
        assert not set("·—…“”") & set(text.zh + text.en), text
