import pytest

from scaffold.ages import ago, span


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "1 day ago"), (2, "2 days ago"), (63, "63 days ago"), (-1, "1 day later"), (-9, "9 days later")],
)
def test_a_day_is_told_as_a_person_would(days: int, said: str) -> None:
    assert ago(days) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [([5, 5], "5 days ago"), ([63, 12], "12 to 63 days ago"), ([0, 1], "today to 1 day ago"), ([0], "today")],
)
def test_several_days_are_told_as_a_span(days: list[int], said: str) -> None:
    assert span(days) == said
