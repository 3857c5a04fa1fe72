# Words of the commands homeward web.
cmd-web = The web app: serve it, or check somebody's server.
cmd-web-serve = Serve the web app. The server does not write down who opens it.
cmd-web-verify = Compare what the server at URL hands out with this release: every file, byte for byte.
opt-relay-offered = A mailbox to offer to new circles; up to three.
opt-local = Allow mailboxes without encryption on this machine (for trying out only).
web-up = The app: { $url }
web-same = The server hands out exactly this release ({ $release }): all files agree ({ $files }).
web-differs = DIFFERS: { $path }
web-missing = NOT ON THE SERVER: { $path }
web-loose = Weak protection of the page: header missing or different: { $header }
web-not-same = Do not open the app from this server until it is known why it differs.
web-one-look = This is what the server gave now, and to us. To others and at other times it may give something else; check often and from several places.
