"""Every limit of a relay as a number. PROTOCOL 11 lists them; a test compares."""

from __future__ import annotations

WRITER_QUOTA = 4_096  # blocks a day for the shared writer of a log
LANE_QUOTA = 256  # blocks a day for each lane, also after closing
LOG_BLOCKS = 65_536  # blocks kept in one log
KEEP_DAYS = 14  # days a block is kept
EMPTY_LOG_DAYS = 60  # days an empty log is remembered after its creation
RELAY_BYTES = 10 * 2**30  # bytes of blocks in all
RELAY_LOGS = 200_000  # logs in all
DISK_RESERVE = 64 * 2**20  # bytes that must stay free on the disk
WORK_BITS = 16  # leading zero bits of a proof of work
WAIT_SECONDS = 25  # longest long poll
WAITING = 5_000  # readers that may wait at once
READ_BYTES = 262_144  # most bytes of blocks in one answer
INDEX_LINES = 4_096  # most lines of one index
HELD_BYTES = 64 * 2**20  # bytes of bodies and answers in memory at once
HEAD_BYTES = 16_384  # most bytes of a request's line and headers
HEAD_SECONDS = 15  # a request's line and headers must have come by then
BODY_SECONDS = 300  # and its body by then
ANSWER_SECONDS = 300  # an answer must have been taken by then
