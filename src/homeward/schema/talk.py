"""Bodies of the conversation: words, pictures, voice, polls, pins (EVENTS.md 3)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .text import Bytes, FileName, Id, Label, MaybeId, Media, Milliseconds, Pixels, Wave, Words


class ObjectRef(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object: record id, file key, size in bytes and SHA-256 of the plaintext, media type, name for people."""

    id: Id
    key: Id
    size: Bytes
    hash: Id
    type: Media
    name: FileName


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.said.v1`: words, perhaps in reply to an entry, perhaps with objects."""

    text: Words
    reply: MaybeId
    objects: Annotated[list[ObjectRef], Meta(max_length=8)]


class Edited(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.edited.v1`: the author's new words for her own earlier entry."""

    entry: Id
    text: Words


class Retracted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.retracted.v1`: the author takes back her own earlier entry, of any kind that is not `circle.`."""

    entry: Id


class Picture(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture without metadata: the object and its size in pixels, so that a screen keeps its place before it arrives."""

    object: ObjectRef
    width: Pixels
    height: Pixels


class Voice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A voice note of up to 60 seconds; `wave` are up to 64 loudness values, one byte each, or empty."""

    object: ObjectRef
    milliseconds: Milliseconds
    wave: Wave


class Shown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.shown.v1`: one to eight pictures with words, which may be empty."""

    pictures: Annotated[list[Picture], Meta(min_length=1, max_length=8)]
    text: Words
    reply: MaybeId


class Voiced(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.voiced.v1`: a voice note."""

    voice: Voice
    reply: MaybeId


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.asked.v1`: a poll with two to ten answers; `many` allows more than one."""

    question: Annotated[str, Meta(min_length=1, max_length=300)]
    answers: Annotated[list[Label], Meta(min_length=2, max_length=10)]
    many: bool


class Voted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.voted.v1`: places of the chosen answers, counted from 0; empty takes the vote back."""

    poll: Id
    answers: Annotated[list[Annotated[int, Meta(ge=0, le=9)]], Meta(max_length=10)]


class PollClosed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.poll_closed.v1`: who asked, or a coordinator, ends a poll."""

    poll: Id


class Pinned(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.pinned.v1`: an entry is kept on top (or no longer)."""

    entry: Id
    on: bool


BODIES: dict[str, type[Struct]] = {
    "talk.said.v1": Said,
    "talk.edited.v1": Edited,
    "talk.retracted.v1": Retracted,
    "talk.shown.v1": Shown,
    "talk.voiced.v1": Voiced,
    "talk.asked.v1": Asked,
    "talk.voted.v1": Voted,
    "talk.poll_closed.v1": PollClosed,
    "talk.pinned.v1": Pinned,
}
