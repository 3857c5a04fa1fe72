/** What a sync did: blocks in and out, whether the circle moved, what each failing relay (base64url id) said, which answered. */
export interface Report {
  received: number;
  sent: number;
  moved: boolean;
  readonly failed: Map<string, string>;
  readonly answered: Set<string>;
  /** Logs read again from the start, once a sync each: a relay that lies on purpose must not keep a phone busy. */
  readonly rewound: Set<string>;
}

export const emptyReport = (): Report => ({
  received: 0,
  sent: 0,
  moved: false,
  failed: new Map(),
  answered: new Set(),
  rewound: new Set(),
});
