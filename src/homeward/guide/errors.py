"""What can go wrong with a guide. Ids `error-<Class>`, `hint-<Class>` in `i18n/*/guide.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError

from .problem import Problem


class GuideError(HomewardError):
    """The guide cannot do this."""

    hint = "Read the message; nothing was changed."


class PackBroken(GuideError):
    """The pack has mistakes and was not compiled."""

    hint = "Go through the list: each line names a file, a line and what to do."

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(len(problems)))
        self.problems = problems


class NoPack(GuideError):
    """There is no guide pack here."""

    hint = "Give a folder with a pack.yaml, or a .guide file."


class BundleDamaged(GuideError):
    """This file is not a guide bundle, or it was damaged."""

    hint = "Get it again from somebody you trust."


class SignatureMissing(GuideError):
    """Not enough of the guide's keys have signed this file."""

    hint = "Do not use it. Ask the publisher for the signature files that belong to it."


class RolledBack(GuideError):
    """This guide is older than the one already here."""

    hint = "Keep the newer one. Somebody may be trying to hide a change of the law."


class NotThere(GuideError):
    """The pack has no entry of that name."""

    hint = "`homeward guide ask PACK` lists the threats; `homeward guide paper PACK` lists the papers."


class AnswerRefused(GuideError):
    """An answer does not fit its question."""

    hint = "Look at the kind of the question and its choices."
