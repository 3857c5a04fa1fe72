/**
 * What can go wrong, as in homeward.circle.errors. The app finds words by `name`: Fluent ids `error-<name>`, `hint-<name>`.
 * The message is for developers and logs of tests; it never reaches a relay.
 */

export class HomewardError extends Error {
  readonly reason: string;
  readonly detail: string;
  constructor(name: string, reason = "", detail = "") {
    super([name, reason, detail].filter(Boolean).join(": "));
    this.name = name;
    this.reason = reason;
    this.detail = detail;
  }
}

function kind(name: string): new (reason?: string, detail?: string) => HomewardError {
  return class extends HomewardError {
    constructor(reason = "", detail = "") {
      super(name, reason, detail);
    }
  };
}

/** These bytes are not in the canonical form. */
export class NotCanonical extends kind("NotCanonical") {}
/** Not an answer a relay gives. */
export class WireMalformed extends kind("WireMalformed") {}
/** Encrypted for somebody else, or changed. */
export class CannotOpen extends kind("CannotOpen") {}
/** The vault asks for more memory or time than any device should spend on a passphrase. */
export class BadCost extends kind("BadCost") {}
/** Not words from the list. */
export class BadWords extends kind("BadWords") {}
/** A change of the circle breaks its rules; `reason` is the broken rule. */
export class TurnRefused extends kind("TurnRefused") {}
export class EntryRefused extends kind("EntryRefused") {}
export class BlockRefused extends kind("BlockRefused") {}
export class DoorRefused extends kind("DoorRefused") {}
/** The six words differ: somebody else may have used the invitation. */
export class WordsDiffer extends kind("WordsDiffer") {}
export class SlotWrong extends kind("SlotWrong") {}
/** Two histories are both confirmed. */
export class TwoHistories extends kind("TwoHistories") {}
export class NotAllowed extends kind("NotAllowed") {}
/** This device has already made the next change of the circle. */
export class TurnUnderWay extends kind("TurnUnderWay") {}
/** It does not fit into one message. */
export class TooMuch extends kind("TooMuch") {}
export class NotFound extends kind("NotFound") {}
export class Expelled extends kind("Expelled") {}
export class CircleClosed extends kind("CircleClosed") {}
export class VaultLocked extends kind("VaultLocked") {}
export class VaultMissing extends kind("VaultMissing") {}
export class VaultDamaged extends kind("VaultDamaged") {}
/** Too many wrong tries: everything on this device was destroyed, as its owner had set. */
export class VaultDestroyed extends kind("VaultDestroyed") {}
/** The browser gives no more room. */
export class StorageFull extends kind("StorageFull") {}
/** Another window has the vault open. */
export class VaultBusy extends kind("VaultBusy") {}

/** The relay does not answer. */
export class RelayUnreachable extends kind("RelayUnreachable") {}
/** The relay refused; `reason` is its name for why. */
export class RelayRefused extends HomewardError {
  constructor(reason = "", detail = "", name = "RelayRefused") {
    super(name, reason, detail);
  }
}
export class LogUnknown extends RelayRefused {
  constructor(reason = "no_log", detail = "") {
    super(reason, detail, "LogUnknown");
  }
}
export class LogClosed extends RelayRefused {
  constructor(reason = "closed", detail = "") {
    super(reason, detail, "LogClosed");
  }
}
export class AllowanceUsed extends RelayRefused {
  constructor(reason = "quota", detail = "") {
    super(reason, detail, "AllowanceUsed");
  }
}

/** Whether a relay's failure, which is a line in a report and never more. */
export function isRelayFailure(error: unknown): error is HomewardError {
  return error instanceof RelayUnreachable || error instanceof RelayRefused || error instanceof WireMalformed;
}
