/** Opening sealed notes that arrived for this seat (PROTOCOL 7.7), each once. Inside `vault.write`. */

import { openNote } from "./boxes.ts";
import type { Circle } from "./circle.ts";
import { noteKnock, noteVouch } from "./inviting.ts";
import type { Note, Sealed } from "./shapes.ts";

export async function openNotes(circle: Circle): Promise<void> {
  for (const [id, { entry }] of circle.entries) {
    if (entry.kind !== "circle.sealed.v1" || entry.seat === circle.me.seat || circle.get("opened", id)) continue;
    circle.put("opened", id, true);
    for (const seed of [circle.me.kem, circle.me.nextKem].filter(Boolean)) {
      const sealed = entry.body as unknown as Sealed;
      const note = await openNote(circle.c, sealed, circle.state.circle, entry.turn, entry.seat, await circle.sealing(seed));
      if (!note) continue;
      take(circle, note, entry.seat);
      break;
    }
  }
}

function take(circle: Circle, note: Note, author: number): void {
  if (note.type === "knock") noteKnock(circle, note, author, false);
  else if (note.type === "vouch") noteVouch(circle, note, author);
  else if (note.type === "link") circle.put("link", note.link, [author, note]);
  else circle.put("clone", `${note.circle}:${note.stage}:${author}`, [author, note]);
  circle.version++;
}
