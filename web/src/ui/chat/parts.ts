/** Parts of the conversation that come with the other screens (more.tsx): until then it shows and sends plain words. */

import type { ComponentType } from "preact";
import type { Circle } from "../../core/circle.ts";
import type { Line } from "../../core/reading.ts";
import type { ObjectRef } from "../../core/shapes.ts";
import type { Writing } from "./chat.tsx";

type Attaching = ComponentType<{ circle: Circle; reply: string; onDone: () => void }>;

export interface ChatParts {
  readonly Attach: Attaching;
  readonly Microphone: Attaching;
  readonly PollView: ComponentType<{ circle: Circle; line: Line }>;
  readonly LineActions: ComponentType<{
    circle: Circle;
    line: Line;
    onClose: () => void;
    onWrite: (writing: Writing) => void;
    pinned: boolean;
  }>;
  readonly Attached: ComponentType<{ circle: Circle; object: ObjectRef; shape: string | undefined }>;
  readonly pins: (circle: Circle) => string[];
  readonly gist: (line: Line) => string;
}
