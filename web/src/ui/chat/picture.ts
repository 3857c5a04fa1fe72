/** A picture made small on this phone and drawn anew, which leaves behind everything a camera writes into its files. */

import type { File_ } from "../../core/device.ts";

const SIDE = 1_280;
const QUALITIES = [0.78, 0.6, 0.45];
const LARGEST = 400_000;

export interface Drawn {
  readonly file: File_;
  readonly width: number;
  readonly height: number;
}

/** Throws DOMException when it is not a picture this browser can draw. */
export async function drawn(source: Blob): Promise<Drawn> {
  const picture = await createImageBitmap(source);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d")!.drawImage(picture, 0, 0, width, height);
  picture.close();
  let made: Blob | null = null;
  for (const quality of QUALITIES) {
    made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (made && made.size <= LARGEST) break;
  }
  if (!made) throw new DOMException("no picture", "EncodingError");
  return { file: { data: new Uint8Array(await made.arrayBuffer()), type: "image/jpeg", name: "" }, width, height };
}
