"""One good body of every kind, and bodies that break one limit each (EVENTS.md)."""

from __future__ import annotations

from typing import Any

import msgspec

from .carried import card, hash_list
from .case import b64, draw
from .cast import keys_of, proposal

_OBJECT = {"id": b64(draw("o")), "key": b64(draw("k")), "size": 4_000, "hash": b64(draw("h")), "type": "image/jpeg", "name": ""}
_VOICE = {"object": {**_OBJECT, "type": "audio/webm"}, "milliseconds": 12_400, "wave": b64(bytes(range(64)))}
_ID = b64(draw("entry"))
_PICTURE = {"object": _OBJECT, "width": 1_280, "height": 960}
_CALLED = {"man": _ID, "day": 20_000, "channel": "call", "state": "worried", "note": "голос усталый", "voice": None}
_ROTATED = {"ed": b64(keys_of("kind")[0].public), "kem": b64(keys_of("kind")[1].public)}

GOOD: dict[str, tuple[str, dict[str, Any]]] = {
    "circle.propose.v1": ("a proposal", msgspec.to_builtins(proposal("admit", card=card("new"), vouches=hash_list(2)))),
    "circle.approve.v1": ("an approval", {"proposal": _ID}),
    "circle.veto.v1": ("a veto", {"proposal": _ID}),
    "circle.rotate.v1": ("a rotation", _ROTATED),
    "circle.here.v1": ("a sign of life", {}),
    "circle.sealed.v1": ("a sealed note nobody here can open", {"boxes": ["AAAA"] * 4, "data": "AAAA"}),
    "seat.probation.v1": ("a newcomer's probation is over", {"seat": 3, "over": True}),
    "talk.said.v1": ("words", {"text": "у реки тихо", "reply": "", "objects": []}),
    "talk.said.v1+full": (
        "4,000 code points beyond the BMP, a reply, eight objects",
        {"text": "😀" * 4_000, "reply": _ID, "objects": [_OBJECT] * 8},
    ),
    "talk.edited.v1": ("other words", {"entry": _ID, "text": "иначе"}),
    "talk.retracted.v1": ("taken back", {"entry": _ID}),
    "talk.shown.v1": ("a picture", {"pictures": [_PICTURE], "text": "", "reply": ""}),
    "talk.voiced.v1": ("a voice note", {"voice": _VOICE, "reply": ""}),
    "talk.voiced.v1+bare": ("a voice note without a wave form", {"voice": {**_VOICE, "wave": ""}, "reply": _ID}),
    "talk.asked.v1": ("a poll", {"question": "Едем в субботу?", "answers": ["да", "нет"], "many": False}),
    "talk.voted.v1": ("a vote", {"poll": _ID, "answers": [0]}),
    "talk.voted.v1+none": ("a vote taken back", {"poll": _ID, "answers": []}),
    "talk.poll_closed.v1": ("a poll ends", {"poll": _ID}),
    "talk.pinned.v1": ("kept on top", {"entry": _ID, "on": True}),
    "man.named.v1": ("a code name", {"name": "Сокол"}),
    "man.changed.v1": ("home", {"man": _ID, "name": "Сокол", "watched": False}),
    "man.called.v1": ("he called", _CALLED),
    "man.called.v1+bare": ("he called, and no more is said", {**_CALLED, "channel": "", "state": "", "note": ""}),
    "man.called.v1+voice": ("he called; told by voice", {**_CALLED, "note": "", "voice": _VOICE}),
    "man.handed.v1": ("a helper may fill in", {"man": _ID, "helper": 3, "on": True}),
    "man.confirmed.v1": ("what the helper wrote is right", {"entry": _ID, "right": True}),
}

_SAID = GOOD["talk.said.v1"][1]
_POLL = GOOD["talk.asked.v1"][1]
BAD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "said-missing": ("talk.said.v1", "a field is missing", {"text": "x", "reply": ""}),
    "said-extra": ("talk.said.v1", "a field too many", {**_SAID, "place": "x"}),
    "said-number": ("talk.said.v1", "a number where words belong", {**_SAID, "text": 5}),
    "said-null": ("talk.said.v1", "null where words belong", {**_SAID, "text": None}),
    "said-long": ("talk.said.v1", "4,001 code points", {**_SAID, "text": "а" * 4_001}),
    "said-reply": ("talk.said.v1", "a reply to what is no id", {**_SAID, "reply": "x"}),
    "said-reply-newline": ("talk.said.v1", "an id with a line end", {**_SAID, "reply": _ID + "\n"}),
    "said-reply-spare": ("talk.said.v1", "an id with spare bits", {**_SAID, "reply": "A" * 42 + "B"}),
    "said-objects": ("talk.said.v1", "nine objects", {**_SAID, "objects": [_OBJECT] * 9}),
    "said-size": ("talk.said.v1", "an object of 2,000,001 bytes", {**_SAID, "objects": [{**_OBJECT, "size": 2_000_001}]}),
    "said-size-negative": ("talk.said.v1", "an object of -1 bytes", {**_SAID, "objects": [{**_OBJECT, "size": -1}]}),
    "said-bool": ("talk.said.v1", "true is no number", {**_SAID, "objects": [{**_OBJECT, "size": True}]}),
    "said-name": ("talk.said.v1", "a file name of 201 code points", {**_SAID, "objects": [{**_OBJECT, "name": "а" * 201}]}),
    "here-extra": ("circle.here.v1", "a sign of life says nothing", {"x": 1}),
    "propose-action": ("circle.propose.v1", "an action nobody knows", {**GOOD["circle.propose.v1"][1], "action": "crown"}),
    "propose-role": ("circle.propose.v1", "a role nobody knows", {**GOOD["circle.propose.v1"][1], "role": "queen"}),
    "approve-id": ("circle.approve.v1", "an approval of no id", {"proposal": ""}),
    "shown-none": ("talk.shown.v1", "no picture", {"pictures": [], "text": "", "reply": ""}),
    "shown-flat": ("talk.shown.v1", "a picture without height", {"pictures": [{**_PICTURE, "height": 0}], "text": "", "reply": ""}),
    "voiced-long": ("talk.voiced.v1", "more than a minute", {"voice": {**_VOICE, "milliseconds": 60_001}, "reply": ""}),
    "voiced-wave": ("talk.voiced.v1", "a wave form of 65 values", {"voice": {**_VOICE, "wave": b64(bytes(65))}, "reply": ""}),
    "asked-one": ("talk.asked.v1", "one answer is no choice", {**_POLL, "answers": ["да"]}),
    "asked-eleven": ("talk.asked.v1", "eleven answers", {**_POLL, "answers": [str(n) for n in range(11)]}),
    "asked-empty": ("talk.asked.v1", "an empty answer", {**_POLL, "answers": ["да", ""]}),
    "asked-question": ("talk.asked.v1", "no question", {**_POLL, "question": ""}),
    "voted-ten": ("talk.voted.v1", "answer ten does not exist", {"poll": _ID, "answers": [10]}),
    "pinned-number": ("talk.pinned.v1", "1 is not true", {"entry": _ID, "on": 1}),
    "named-empty": ("man.named.v1", "no code name", {"name": ""}),
    "named-long": ("man.named.v1", "41 code points", {"name": "С" * 41}),
    "named-space": ("man.named.v1", "a space in front", {"name": " Сокол"}),
    "named-direction": ("man.named.v1", "a direction override", {"name": "Со\u202eкол"}),
    "named-newline": ("man.named.v1", "a line end", {"name": "Сокол\n"}),
    "called-place": ("man.called.v1", "there is no field for a place", {**_CALLED, "place": "x"}),
    "called-unit": ("man.called.v1", "there is no field for a unit", {**_CALLED, "unit": "x"}),
    "called-state": ("man.called.v1", "a state nobody knows", {**_CALLED, "state": "dead"}),
    "called-channel": ("man.called.v1", "a channel nobody knows", {**_CALLED, "channel": "drone"}),
    "called-day": ("man.called.v1", "a day before 1970", {**_CALLED, "day": -1}),
    "called-note": ("man.called.v1", "a note of 501 code points", {**_CALLED, "note": "а" * 501}),
    "handed-seat": ("man.handed.v1", "a seat below zero", {"man": _ID, "helper": -1, "on": True}),
}  # fmt: skip
