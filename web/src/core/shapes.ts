/** The generated shapes with their checkers as functions: a value of exactly this shape, or NotCanonical naming the place. */

import { misfit } from "../gen/check.ts";
import * as gen from "../gen/shapes.ts";
import { NotCanonical } from "./errors.ts";

export type * from "../gen/shapes.ts";
export type Check<T> = (value: unknown) => T;
export type Action = gen.Proposal["action"];
export type CircleKind = gen.Policy["kind"];
export type Purpose = gen.Knock["purpose"];
export type Role = gen.Seat["roles"][number];
export type Note = gen.Notes[keyof gen.Notes];

const checked =
  <T>(name: string): Check<T> =>
  (value) => {
    const wrong = misfit(name, value);
    if (wrong) throw new NotCanonical(wrong, name);
    return value as T;
  };

export const checkSigned = checked<gen.Signed>("Signed");
export const checkSignedTurn = checked<gen.SignedTurn>("SignedTurn");
export const checkAdoption = checked<gen.AdoptionProof>("AdoptionProof");
export const checkRepair = checked<gen.Repair>("Repair");
export const checkCloneOffer = checked<gen.CloneOffer>("CloneOffer");
export const checkProposal = checked<gen.Proposal>("Proposal");
export const checkInviterCard = checked<gen.InviterCard>("InviterCard");
export const checkDoorMessage = checked<gen.DoorMessage>("DoorMessage");
export const checkKnock = checked<gen.Knock>("Knock");
export const checkOffer = checked<gen.Offer>("Offer");
export const checkCommit = checked<gen.Commit>("Commit");
export const checkNonce = checked<gen.Nonce>("Nonce");
export const checkReveal = checked<gen.Reveal>("Reveal");
export const checkWelcome = checked<gen.Welcome>("Welcome");

const BODIES: Readonly<Record<string, string>> = gen.BODIES;
const NOTES: Readonly<Record<string, string>> = gen.NOTES;

/** The body of a known kind as it is, undefined for an unknown kind. Throws NotCanonical when it does not fit its kind. */
export const checkBodyOf = (kind: string, body: unknown): unknown =>
  Object.hasOwn(BODIES, kind) ? checked<unknown>(BODIES[kind]!)(body) : undefined;

/** A sealed note of a type this version knows, else undefined. Throws NotCanonical when it does not fit its type. */
export function checkNote(value: unknown): Note | undefined {
  const type = (value as { type?: unknown } | null)?.type;
  return typeof type === "string" && Object.hasOwn(NOTES, type) ? checked<Note>(NOTES[type]!)(value) : undefined;
}

export const isKnownKind = (kind: string): boolean => Object.hasOwn(BODIES, kind);

/** Kinds that decide about the circle. */
export const ADMIN: ReadonlySet<string> = new Set(["circle.propose.v1", "circle.approve.v1", "circle.veto.v1", "circle.rotate.v1"]);

/** Most seats of each kind of circle (PROTOCOL 5.3). */
export const SEAT_LIMIT: Readonly<Record<CircleKind, number>> = { circle: 160, porch: 5, case: 12 };
