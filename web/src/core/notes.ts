/** Opening sealed notes that arrived for this seat (PROTOCOL 7.7), each once. Inside `vault.write`. */

import { openNote } from "./boxes.ts";
import type { Circle } from "./circle.ts";
import { noteKnock, noteVouch } from "./inviting.ts";
import * as names from "./names.ts";
import { seatOf } from "./roster.ts";
import type { Note, Sealed } from "./shapes.ts";

export async function openNotes(circle: Circle): Promise<void> {
  for (const [id, { entry }] of circle.entries) {
    if (entry.kind !== "circle.sealed.v1" || entry.seat === circle.me.seat || circle.get("opened", id)) continue;
    circle.put("opened", id, true);
    const state = circle.trunk.nodes.get(entry.turn)?.state;
    const key = await circle.sealingFor((state && seatOf(state, circle.me.seat)?.kem) ?? "");
    const sealed = entry.body as unknown as Sealed;
    const note = key && (await openNote(circle.c, sealed, circle.state.circle, entry.turn, entry.seat, key));
    if (note) take(circle, id, note, entry.seat);
  }
}

function take(circle: Circle, id: string, note: Note, author: number): void {
  if (note.type === "knock") noteKnock(circle, note, author, false);
  else if (note.type === "vouch") noteVouch(circle, note, author);
  else if (note.type === "link" && names.valid(note.title)) circle.put("link", note.link, [author, note]);
  else if (note.type === "clone") circle.put("clone", `${note.circle}:${note.stage}:${author}`, [author, note]);
  else if (note.type !== "link") circle.put("note", id, [author, note]);
  circle.version++;
}
