"""Every refusal of a relay: status code, name on the wire, words, hint. Ids in `i18n/*/errors.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class RelayError(HomewardError):
    """The relay cannot do that."""

    status = 400
    name = "refused"


class Malformed(RelayError):
    """The request is not one this relay understands."""

    status, name = 400, "malformed"
    hint = "Update both programs."


class LogMissing(RelayError):
    """There is no such log, or the token does not open it."""

    status, name = 404, "no_log"
    hint = "It may have expired. Create it again or read from another relay."


class BlockMissing(RelayError):
    """There is no block at this position, or no longer."""

    status, name = 404, "no_block"
    hint = "It may have expired. Read the index again."


class NoSuchRequest(RelayError):
    """This relay knows no such request."""

    status, name = 404, "no_request"
    hint = "PROTOCOL 10 lists the requests; all but GET /v1 are POST."


class Internal(RelayError):
    """The relay met something it did not expect; nothing that was acknowledged is lost."""

    status, name = 500, "internal"
    hint = "Try again later or use another relay."


class SignatureWrong(RelayError):
    """The signature is not valid for this log."""

    status, name = 403, "signature"
    hint = "Only holders of the log's keys write. Sync: the circle may have moved to another log."


class Closed(RelayError):
    """The log is closed to its writer."""

    status, name = 409, "closed"
    hint = "The circle has moved on. Sync and send again."


class QuotaUsed(RelayError):
    """The day's allowance of this key is used up."""

    status, name = 429, "quota"
    hint = "Wait until tomorrow (UTC). Lane keys have an allowance of their own."


class LogFull(RelayError):
    """The log holds as many blocks as a log may."""

    status, name = 413, "log_full"
    hint = "Make a turn: the circle continues in a new log."


class RelayFull(RelayError):
    """The relay has no room left."""

    status, name = 507, "relay_full"
    hint = "Use another relay; the operator must free space or raise the limit."


class DiskFull(RelayError):
    """The relay's disk is full or failing; nothing that was acknowledged is lost."""

    status, name = 507, "disk_full"
    hint = "Use another relay for now; the operator must free space."


class WorkMissing(RelayError):
    """The proof of work is missing or too small."""

    status, name = 402, "work"
    hint = "Read the number of bits from GET /v1 and do the work again."


class CodeWrong(RelayError):
    """This relay asks for a creation code, and this one is not valid or used up."""

    status, name = 401, "code"
    hint = "Ask the relay's operator for a code."


class TooLarge(RelayError):
    """The request is larger than a relay reads."""

    status, name = 413, "too_large"
    hint = "Send at most 64 blocks at once."


class TooManyWaiting(RelayError):
    """Too many readers wait at this relay."""

    status, name = 503, "busy"
    hint = "Ask again in a minute."


class DatabaseUnusable(HomewardError):
    """The relay's database cannot be used."""

    hint = "Do not delete it. See docs/operations.md, 'When the database does not open'."


class DatabaseBusy(HomewardError):
    """Another relay process uses this folder."""

    hint = "Stop it first, or name another --data folder."


class AddressTaken(HomewardError):
    """The relay cannot listen at this address."""

    hint = "Another program may use the port: name another with --port, or 0 for any free one."
