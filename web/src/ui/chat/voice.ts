/** Recording a voice note: Opus at a low rate, at most a minute, with its loudness for the eye. */

import * as base64url from "../../core/base64url.ts";
import type { File_ } from "../../core/device.ts";

const LONGEST = 60_000;
const BITS = 16_000;
const STEPS = 64;
const EVERY = 100;
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export interface Recorded {
  readonly file: File_;
  readonly milliseconds: number;
  readonly wave: string;
}

export interface Recording {
  /** Ends it; undefined when it was shorter than half a second. */
  stop(): Promise<Recorded | undefined>;
}

/** Throws DOMException when there is no microphone or she does not allow it. `tick` is told the seconds; `full` that the minute is over. */
export async function record(tick: (seconds: number) => void, full: () => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
  const type = TYPES.find((t) => MediaRecorder.isTypeSupported(t)) ?? "";
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
  const context = new AudioContext();
  const ear = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(ear);
  const loud: number[] = [];
  const samples = new Uint8Array(ear.fftSize);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const began = Date.now();
  const timer = setInterval(() => {
    ear.getByteTimeDomainData(samples);
    loud.push(Math.min(255, 2 * Math.max(...samples.map((s) => Math.abs(s - 128)))));
    tick(Math.floor((Date.now() - began) / 1_000));
    if (Date.now() - began >= LONGEST - EVERY) full();
  }, EVERY);
  recorder.start();
  return {
    async stop() {
      clearInterval(timer);
      const ended = new Promise((done) => (recorder.onstop = done));
      if (recorder.state !== "inactive") recorder.stop();
      await ended;
      for (const track of stream.getTracks()) track.stop();
      await context.close();
      const milliseconds = Math.min(LONGEST, Date.now() - began);
      if (milliseconds < 500) return undefined;
      const data = new Uint8Array(await new Blob(parts).arrayBuffer());
      return { file: { data, type: type.split(";")[0]!, name: "" }, milliseconds, wave: base64url.encode(waveOf(loud)) };
    },
  };
}

/** The loudest of each of up to 64 equal parts. */
export function waveOf(loud: readonly number[]): Uint8Array<ArrayBuffer> {
  const steps = Math.min(STEPS, loud.length);
  return Uint8Array.from({ length: steps }, (_, i) => {
    const part = loud.slice(Math.floor((i * loud.length) / steps), Math.floor(((i + 1) * loud.length) / steps));
    return Math.max(0, ...part);
  });
}
