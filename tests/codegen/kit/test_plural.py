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
