/** What a release consists of, as tools/pieces.mjs writes it in front of the loader and the service worker. */

/** Pieces are cut in units of this many bytes; each unit's hash is known beforehand. */
export const UNIT = 6_144;

export interface Packed {
  readonly path: string;
  readonly type: string;
  /** Bytes in the unpacked stream. */
  readonly size: number;
  /** Packed as windows-1251, served as UTF-8. */
  readonly single?: true;
}

export interface Pack {
  readonly path: string;
  readonly size: number;
  /** SHA-256 of each unit, base64. */
  readonly units: readonly string[];
  /** The files one after another in the unpacked stream. */
  readonly files: readonly Packed[];
}

export interface Release {
  readonly id: string;
  /** SHA-256 of the entry page, the loader and other small files that are fetched whole, base64. */
  readonly whole: Readonly<Record<string, string>>;
  readonly first: Pack;
  readonly later: Pack;
}

/** What the loader needs: the app's script and style, and the SRI hash of every script and style. */
export interface Start {
  readonly app: string;
  readonly style: string;
  readonly integrity: Readonly<Record<string, string>>;
}
