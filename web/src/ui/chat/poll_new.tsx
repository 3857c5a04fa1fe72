/** Asking the circle: a question and two to ten answers. */

import { useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { Button } from "../parts/button.tsx";
import { Field, Tick } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { back } from "../router.ts";
import { dev, poke } from "../session.ts";
import { t } from "../words.ts";

const MOST = 10;

export function PollNew({ circle }: { circle: Circle }) {
  const [question, setQuestion] = useState("");
  const [answers, setAnswers] = useState(["", ""]);
  const [many, setMany] = useState(false);
  const filled = [...new Set(answers.map((a) => a.trim()).filter(Boolean))];
  const ready = question.trim() && filled.length >= 2;
  const change = (n: number, text: string): void => {
    const next = answers.map((a, i) => (i === n ? text : a));
    if (next.at(-1)?.trim() && next.length < MOST) next.push("");
    setAnswers(next);
  };
  const askAll = async (): Promise<void> => {
    await dev().write(circle, "talk.asked.v1", { question: question.trim(), answers: filled, many });
    poke(circle);
    back();
  };
  return (
    <Page
      title={t("poll-new")}
      foot={
        <Button wide icon="poll" off={!ready} onPress={askAll}>
          {t("poll-ask")}
        </Button>
      }
    >
      <Field label={t("poll-question")} value={question} onValue={setQuestion} max={300} name="question" focus />
      {answers.map((answer, n) => (
        <Field
          key={n}
          label={t("poll-answer", { n: n + 1 })}
          value={answer}
          onValue={(text) => change(n, text)}
          max={100}
          name={`answer-${n}`}
        />
      ))}
      <Tick label={t("poll-many")} on={many} onChange={setMany} />
      <p class="small soft">{t("poll-open")}</p>
    </Page>
  );
}
