/** A poll among the lines. Votes are open to the circle, and it says so before she votes. */

import type { Circle } from "../../core/circle.ts";
import type { Line } from "../../core/reading.ts";
import { usePress } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { dev, poke } from "../session.ts";
import { t } from "../words.ts";
import { isCoordinator } from "../circle/counts.ts";
import { pollOf } from "./polls.ts";

export function PollView({ circle, line }: { circle: Circle; line: Line }) {
  const poll = pollOf(circle, line);
  const open = !poll.closed && circle.me.status === "active";
  const vote = async (n: number): Promise<void> => {
    const chosen = new Set(poll.many ? poll.mine : []);
    if (poll.mine.has(n)) chosen.delete(n);
    else chosen.add(n);
    await dev().write(circle, "talk.voted.v1", { poll: line.id, answers: [...chosen].sort((a, b) => a - b) });
    poke(circle);
  };
  const [, close] = usePress(async () => {
    await dev().write(circle, "talk.poll_closed.v1", { poll: line.id });
    poke(circle);
  });
  const most = Math.max(1, ...poll.votes.map((v) => v.length));
  return (
    <fieldset class="poll">
      <legend>
        <Icon name="poll" /> {poll.question}
      </legend>
      {poll.answers.map((answer, n) => (
        <div class="answer" key={answer}>
          <label>
            <input
              type={poll.many ? "checkbox" : "radio"}
              name={line.id}
              checked={poll.mine.has(n)}
              disabled={!open}
              onChange={() => void vote(n)}
            />
            <span>{answer}</span>
            <b>{poll.votes[n]!.length}</b>
          </label>
          <i style={{ width: `${(poll.votes[n]!.length / most) * 100}%` }} aria-hidden="true" />
          {poll.votes[n]!.length > 0 && <p class="small soft">{poll.votes[n]!.join(", ")}</p>}
        </div>
      ))}
      <p class="small soft">{t(poll.closed ? "poll-closed" : "poll-open")}</p>
      {open && (line.seat === circle.me.seat || isCoordinator(circle)) && (
        <button type="button" class="link small" onClick={close}>
          {t("poll-close")}
        </button>
      )}
    </fieldset>
  );
}
