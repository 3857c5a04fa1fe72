relay-up = The relay is up: { $url }
relay-keeps = It keeps: addresses and public keys of logs, sealed blocks of two sizes, their order within a log and the day they came. After { $days ->
        [one] { $days } day
       *[other] { $days } days
    } blocks are wiped from the disk.
relay-keeps-not = It neither keeps nor learns: names, members, authors, network addresses, any time finer than a day, an access log.
relay-stop = Stop it with Ctrl-C.
relay-stopped = Stopped. Everything confirmed is on disk.
relay-status = Logs: { $logs }. Blocks: { $small } small, { $large } large.
relay-status-size = On disk: { $mib } MiB.
relay-removed = The log is gone from the disk.
relay-not-there = There is no such log here.
relay-code = Code: { $code } (logs: { $uses }). Only its fingerprint is kept here; write the code down now.
