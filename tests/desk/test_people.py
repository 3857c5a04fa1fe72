"""People, claims, corrections, notices and history at the desk."""

from __future__ import annotations

from starlette.testclient import TestClient

from homeward.record.people import person
from homeward.record.workspace import Workspace
from homeward.schema.record import CorrectionState, Field, ResolvedBy, Suggestion, Verdict


def test_a_person_shows_every_statement_with_its_source(desk: TestClient, record: Workspace) -> None:
    number = max(record.store.links.belongs().values(), key=lambda n: len(record.store.links.members(n)))
    text = desk.get(f"/people/{number}").text
    for report in record.store.reports.some(record.store.links.members(number)).values():
        assert f'id="r{report.number}"' in text
        assert record.store.reports.source(report.source).title in text
        for value in (report.values[f] for f in (Field.SURNAME, Field.GIVEN)):
            assert value in text


def test_a_moved_number_leads_on(desk: TestClient, record: Workspace) -> None:
    belongs = record.store.links.belongs()
    alone = [r for r in sorted(belongs) if list(belongs.values()).count(belongs[r]) == 1]
    a = alone[0]
    b = next(r for r in alone if record.store.reports.report(r).source != record.store.reports.report(a).source)
    left, right = sorted((belongs[a], belongs[b]))
    for by in ("а", "б"):
        record.store.judgements.add(a, b, Verdict.SAME, by=by)
    desk.app.state.desk.dirty = True  # type: ignore[attr-defined]
    answer = desk.get(f"/people/{right}")
    assert answer.url.path == f"/people/{left}"
    assert f"Номер {right} теперь ведёт сюда" in answer.text


def test_nobody_of_that_number(desk: TestClient) -> None:
    assert desk.get("/people/99999").status_code == 404
    assert desk.get("/pairs/1/99999").status_code == 404


def test_a_decision_on_a_field_needs_a_reason(desk: TestClient, record: Workspace) -> None:
    desk.post("/people/1/resolve", data={"field": "age", "value": "44", "why": ""})
    assert record.store.public.resolutions() == []
    desk.post("/people/1/resolve", data={"field": "age", "value": "44", "why": "справка"})
    resolved = person(record.store, 1).fields[Field.AGE]
    assert (resolved.value, resolved.by) == ("44", ResolvedBy.REVIEWER)


def test_a_report_is_left_out_and_taken_back(desk: TestClient, record: Workspace) -> None:
    report = record.store.links.members(1)[0]
    desk.post(f"/people/1/reports/{report}", data={"why": "не о том", "lifted": "0"})
    assert report in record.store.reports.excluded()
    assert "не о том" in desk.get("/people/1").text
    desk.post(f"/people/1/reports/{report}", data={"why": "всё же о том", "lifted": "1"})
    assert report not in record.store.reports.excluded()


def test_search_by_name_takes_no_wildcards(desk: TestClient, record: Workspace) -> None:
    surname = record.store.reports.report(1).values[Field.SURNAME]
    assert f"/people/{record.store.links.belongs()[1]}" in desk.get("/people", params={"q": surname[:3].lower()}).text
    assert "Никого не нашлось" in desk.get("/people", params={"q": "%"}).text


def test_a_claim_is_entered_whole_or_not_at_all(desk: TestClient, record: Workspace) -> None:
    whole = {
        "who": "министерство",
        "what": "погибшие",
        "low": "159",
        "high": "",
        "scope": "Бурятия",
        "region": "Бурятия",
        "as_of": "2022-07-01",
        "method": "подсчёт",
        "cited": "газета",
    }
    for wrong in ({"low": "много"}, {"high": "3"}, {"as_of": "вчера"}, {"region": "Атлантида"}, {"method": ""}):
        answer = desk.post("/claims", data=whole | wrong)
        assert answer.status_code == 422
        assert "министерство" in answer.text
    assert record.store.public.claims() == []
    desk.post("/claims", data=whole)
    [claim] = record.store.public.claims()
    assert (claim.low, claim.high, claim.region) == (159, None, "RU-BU")


def test_a_request_is_followed_to_an_answer(desk: TestClient, record: Workspace) -> None:
    asked = {"person": "1", "relation": "сестра", "field": "age", "wanted": "24", "grounds": "паспорт"}
    assert desk.post("/corrections", data=asked | {"person": "999999"}).status_code == 422
    desk.post("/corrections", data=asked)
    assert desk.post("/corrections/1", data={"state": "declined", "answer": ""}).status_code == 422
    desk.post("/corrections/1", data={"state": "checking", "answer": ""})
    desk.post("/corrections/1", data={"state": "accepted", "answer": "исправлено"})
    assert record.store.public.corrections()[0].state == CorrectionState.ACCEPTED
    assert [s.by for s in record.store.public.steps(1)][1:] == ["Аня", "Аня"]
    assert desk.post("/corrections/7", data={"state": "checking"}).status_code == 404


def test_a_notice_becomes_a_report_only_by_a_reviewer(desk: TestClient, record: Workspace) -> None:
    source = record.store.reports.sources()[0].id
    notice = record.store.notices.add(source, "Погиб Баир Доржиев", [Suggestion(field=Field.SURNAME, value="Доржиев", start=11, end=18)])
    count = record.store.reports.count()
    assert "<mark>Доржиев" in desk.get(f"/notices/{notice.number}").text
    assert record.store.reports.count() == count
    desk.post(f"/notices/{notice.number}", data={"surname": "Доржиев", "given": "Баир"})
    assert record.store.reports.report(count + 1).values == {Field.SURNAME: "Доржиев", Field.GIVEN: "Баир"}
    assert record.store.notices.waiting() == []
    other = record.store.notices.add(source, "Концерт в субботу", [])
    desk.post(f"/notices/{other.number}", data={"surname": "Концерт", "aside": "1"})
    assert record.store.reports.count() == count + 1


def test_history_tells_everything(desk: TestClient, record: Workspace) -> None:
    pair = record.store.links.queue("Аня", (0.05, 0.95), 1)[0]
    desk.post(f"/pairs/{pair.left}/{pair.right}", data={"verdict": "same", "why": "отец тот же"})
    desk.post("/undo")
    desk.post("/people/1/resolve", data={"field": "age", "value": "44", "why": "справка"})
    text = desk.get("/history").text
    for words in ("решено: один человек", "отец тот же", "решение отменено", "выбрано значение", "справка", "связывание", "внесён файл"):
        assert words in text
