"""What a scalar's name tells of the model whose ids it holds: each clue, and where it ends."""

from __future__ import annotations

import pytest

from support.compiling import compiled

NUMBER = "  id Int @id @default(autoincrement())\n"
TEXT = "  id String @id @default(uuid())\n"


def targets(field: str, *models: str, key: str = NUMBER) -> tuple[str, ...] | None:
    """Which of these models `Note.<field>` may refer to; None: it is no key."""
    others = "".join(f"model {name} {{\n{key}}}\n" for name in models)
    found = compiled(f"{others}model Note {{\n{key}  {field}\n}}\n").lowered.soft
    soft = found.get(("Note", field.split()[0]))
    return None if soft is None else soft.targets


def test_a_key_may_be_of_three_models_but_not_of_four() -> None:
    three = ("RedMessage", "BlueMessage", "GreenMessage")
    assert targets("messageId Int", *three) == three
    assert targets("messageId Int", *three, "GreyMessage") is None


@pytest.mark.parametrize("word", ["owner", "parent", "added", "referredBy", "createdBy"])
def test_text_with_a_role_before_a_model_is_a_key(word: str) -> None:
    assert targets(f"{word}UserId String", "User", key=TEXT) == ("User",)


@pytest.mark.parametrize("word", ["stripe", "seed", "feed", "ad"])
def test_text_with_another_word_before_a_model_is_none(word: str) -> None:
    assert targets(f"{word}UserId String", "User", key=TEXT) is None


@pytest.mark.parametrize("word", ["stripe", "seed"])
def test_a_number_needs_no_role(word: str) -> None:
    assert targets(f"{word}UserId Int", "User") == ("User",)
