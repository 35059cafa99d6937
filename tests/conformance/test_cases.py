"""The cases themselves are in order: a name says one thing, and what is written in them is what the engines say."""

import pytest

from conformance import cases, refresh

ALL = list(cases.load())


def test_names_are_unique() -> None:
    names = [case.name for case in ALL]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "case", [case for case in ALL if not case.valid], ids=lambda case: case.name
)
def test_an_invalid_case_tells_lines_that_exist(case: cases.Case) -> None:
    assert case.expected
    for name, expected in case.expected.items():
        last = cases.line_of(case.files[name], len(case.files[name]))
        assert all(1 <= line <= last for line in expected.lines)
        assert expected.message


def test_comments_are_what_the_engines_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh.main(check=True) == 0, capsys.readouterr().out
