"""The story's Python actor with two more orders: to show a file and to look at one."""

from __future__ import annotations

import base64
from typing import Any

from homeward.circle.objects import open_object, seal_object
from homeward.circle.reading import conversation
from homeward.circle.writing import unsent, write
from homeward.schema.events import Said
from homeward.story import actor


class Showing(actor.Actor):
    """Sends and opens objects."""

    def show(self, text: str, data: str, name: str) -> dict[str, Any]:
        reference, cipher = seal_object(base64.b64decode(data), "application/octet-stream", name, self.device.around.random)
        with self.device.vault.write():
            self.circle.put("object", reference.id, cipher)
            identity = write(self.circle, "talk.said.v1", Said(text=text, reply="", objects=[reference]), objects=[cipher])
        self.device.sync(self.circle)
        return {"id": identity, "sent": identity not in unsent(self.circle)}

    def object(self, text: str) -> dict[str, Any]:
        self.device.sync(self.circle)
        found = [o for line in conversation(self.circle) if line.text == text for o in line.objects]
        cipher = self.device.vault.get(self.circle.kind("object"), found[0].id, bytes) if found else None
        return {"data": base64.b64encode(open_object(found[0], cipher)).decode() if cipher else None}


if __name__ == "__main__":
    actor.Actor = Showing  # type: ignore[misc]
    actor.main()
