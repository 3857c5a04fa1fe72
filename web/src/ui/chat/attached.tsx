/** A picture, a voice note or a file that came with words; each says so while it has not arrived. */

import { useEffect, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import type { ObjectRef } from "../../core/shapes.ts";
import { Icon } from "../parts/icon.tsx";
import { dev } from "../session.ts";
import { sorry, t } from "../words.ts";

/** Only what a browser shows without running anything. */
const PICTURES: ReadonlySet<string> = new Set(["image/jpeg", "image/webp", "image/png"]);
const VOICES: ReadonlySet<string> = new Set(["audio/webm", "audio/ogg", "audio/mp4"]);

export function Attached({ circle, object, shape }: { circle: Circle; object: ObjectRef; shape: string | undefined }) {
  const [url, setUrl] = useState("");
  const [wrong, setWrong] = useState("");
  const type = object.type.split(";")[0]!;
  const here = circle.version;
  useEffect(() => {
    if (url) return undefined;
    let gone = false;
    void dev()
      .object(circle, object)
      .then(
        (data) =>
          data &&
          !gone &&
          setUrl(
            URL.createObjectURL(new Blob([data], { type: PICTURES.has(type) || VOICES.has(type) ? type : "application/octet-stream" })),
          ),
      )
      .catch((error: unknown) => setWrong(sorry(error).said));
    return () => {
      gone = true;
    };
  }, [object.id, here]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  if (wrong) return <p class="gone">{wrong}</p>;
  if (!url) {
    if (shape)
      return (
        <div
          class="picture coming"
          style={{ aspectRatio: shape }}
          role="img"
          aria-label={t("file-coming", { size: Math.ceil(object.size / 1024) })}
        />
      );
    return (
      <p class="gone row">
        <Icon name="clock" /> {t(VOICES.has(type) ? "voice-coming" : "file-coming", { size: Math.ceil(object.size / 1024) })}
      </p>
    );
  }
  if (PICTURES.has(type)) return <img class="picture" src={url} alt={t("picture")} style={{ aspectRatio: shape }} />;
  if (VOICES.has(type)) return <audio class="voice" controls src={url} aria-label={t("voice")} />;
  return (
    <a class="button plain" href={url} download={object.name || "file"}>
      <Icon name="file" /> {object.name || t("a-file")}
    </a>
  );
}
