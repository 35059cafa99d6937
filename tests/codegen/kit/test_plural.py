import pytest

from prisma_to_convex.kit.plural import plural, singular


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("user", "users"),
        ("category", "categories"),
        ("day", "days"),
        ("formTemplate", "formTemplates"),
        ("leadStatus", "leadStatuses"),
        ("address", "addresses"),
        ("box", "boxes"),
        ("branch", "branches"),
        ("person", "people"),
        ("orderPerson", "orderPeople"),
        ("quiz", "quizzes"),
        ("canvas", "canvases"),
        ("apiKey2", "apiKeys2"),
        ("answerV2", "answersV2"),
        ("post", "posts"),
        ("dify", "difys"),
        ("ses", "seses"),
        ("bus", "buses"),
        ("feed", "feeds"),
        ("embed", "embeds"),
        ("criterion", "criteria"),
        ("phenomenon", "phenomena"),
        ("matrix", "matrices"),
        ("vertex", "vertices"),
        ("index", "indexes"),
        ("leaf", "leaves"),
        ("shelf", "shelves"),
        ("knife", "knives"),
        ("life", "lives"),
        ("wife", "wives"),
        ("half", "halves"),
        ("wolf", "wolves"),
        ("hero", "heroes"),
        ("echo", "echoes"),
        ("potato", "potatoes"),
        ("tomato", "tomatoes"),
        ("veto", "vetoes"),
    ],
)
def test_both_ways(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one


@pytest.mark.parametrize(
    "name",
    ["eventIpInfo", "oAuthAppAuthorized", "sessionReplaySaved", "archived", "sms", "dns", "awsIds"],
)
def test_what_has_no_plural_stays(name: str) -> None:
    assert plural(name) == name


@pytest.mark.parametrize("name", ["users", "settings", "userSettings", "news", "data", "metadata"])
def test_a_plural_stays(name: str) -> None:
    assert plural(name) == name


@pytest.mark.parametrize("name", ["following", "settings", "data", "media", "x_"])
def test_a_name_without_a_singular_stays(name: str) -> None:
    assert singular(name) == name


def test_acronyms_keep_their_letters() -> None:
    assert plural("userAPI") == "userAPIs"
    assert plural("SMS") == "SMS"
