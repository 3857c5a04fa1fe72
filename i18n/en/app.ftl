# Words of the app. Plain, warm, no jargon.

# Common
ui-next = Next
ui-back = Back
ui-close = Close
ui-cancel = No, leave it
ui-done = Done
ui-copy = Copy
ui-copied = Copied
ui-copy-link = Copy the link
ui-today = today
ui-yesterday = yesterday
ui-you = you
ui-hide-all = Hide everything and close
ui-other-language = Русский
ui-rail = Parts of the circle
ui-rail-all = All circles
ui-circles = Circles
ui-people = { $n ->
    [one] { $n } woman
   *[other] { $n } women
}
ui-place-home = Circle
ui-place-chat = Chat
ui-place-advice = Lawyer’s advice
ui-place-men = Our men
ui-place-help = Help
ui-place-seats = Who is in the circle

# First visit
ui-first-invited = You were invited to a closed circle. First, three short screens about safety.
ui-first-step = Screen { $n } of 3
ui-first-read = Who can read
ui-first-read-1 = What you write is encrypted on your phone. The mailbox it travels through knows neither words nor names.
ui-first-read-2 = Only those in the circle read it. One enters only by invitation, when a friend knows her voice.
ui-first-read-3 = A long press on the title, or the exit button at the top, hides everything at once.
ui-first-cannot = What we cannot protect against
ui-first-cannot-1 = Any member can copy or photograph her screen. Do not write surnames, unit numbers or places.
ui-first-cannot-2 = If this site itself is replaced, it can read what you write. Open it only at the address you know.
ui-first-cannot-3 = If the phone is hacked, or you are forced to open it, they see what you see.
ui-first-taken = If the phone is taken
ui-first-taken-1 = Call a friend from the circle at once, from any phone.
ui-first-taken-2 = Any two members can freeze your place: nothing new will be read from your phone.
ui-first-taken-3 = With a new phone you get your place back: friends know you by your voice and six words.
ui-inside-title = The link was opened inside another app
ui-inside-text = That app may see what you write, and may later erase it. Copy the link and paste it into a real browser: Chrome, Firefox or Safari.

# Secret words
ui-secret-title = Choose your secret words
ui-secret-text = They open your notes on this phone. Nobody else knows them, and neither do we.
ui-secret-first = Secret words or digits
ui-secret-hint = Best are four or five plain words that have nothing to do with you. If digits, then at least eight, and not a birthday.
ui-secret-again = Once more
ui-secret-show = Show
ui-secret-hide = Hide
ui-secret-done = Done
ui-secret-making = Locking…
ui-secret-short = Too short: at least { $n } characters are needed.
ui-secret-differ = The two are different. Please try again.
ui-secret-failed = It did not work. In a private window the browser keeps nothing: use an ordinary one.
ui-secret-forgot = Nobody can restore forgotten words. But friends can give you your place back.

# Lock
ui-lock-title = Notes
ui-lock-words = Secret words
ui-lock-open = Open
ui-lock-opening = Opening…
ui-lock-wrong = That did not fit. Check the keyboard layout and try again.
ui-lock-left = That did not fit. Check the keyboard layout. { $n ->
    [one] { $n } try is left, then everything on this phone is erased.
   *[other] { $n } tries are left, then everything on this phone is erased.
}
ui-lock-pause = Wait { $n } s and try again.
ui-lock-person = If nothing helps, call:
ui-lock-lost = I do not remember the words
ui-lock-lost-text = The notes cannot be opened without the words. You can begin anew on this phone: a friend sends you an invitation, you choose “give me back my place”, and it is yours again.
ui-lock-anew = Erase and begin anew
ui-lock-anew-text = Everything kept on this phone disappears for good. Your friends in the circle keep theirs.
ui-lock-anew-yes = Erase

# The neutral page
ui-hidden-title = Notes
ui-hidden-1 = Bread, milk, buckwheat
ui-hidden-2 = Call about the window
ui-hidden-3 = Cake: 3 eggs, a cup of flour, apples
ui-hidden-4 = Pay for electricity by the 25th
ui-hidden-5 = Dentist appointment

# Whom to call
ui-person = Whom to call
ui-person-under = One line for when nothing works

# Circles
ui-circles-none = No circle yet
ui-circles-none-text = Enter by a link you were sent, or make your own circle and ask those close to you in.
ui-circles-link = Enter by a link
ui-circles-invited = Open the invitation
ui-circles-found = Make a circle
ui-circle-quiet = Quiet so far
ui-settings = Settings
ui-settings-under = Language, lock, data used
ui-wire-none = Everything is kept on this phone
ui-wire-well = Everything delivered
ui-wire-busy = Exchanging news…
ui-wire-offline = No network: what you wrote will wait
ui-wire-away = The mailbox is silent: what you wrote will wait
ui-name-wrong = 1 to 40 letters, no symbols, no spaces at the ends.
ui-your-name = Your name in this circle
ui-your-name-hint = Better an invented one. No surname.

# A circle's home
ui-home-alarms = { $n ->
    [one] { $n } important notice
   *[other] { $n } important notices
}
ui-home-read = Read
ui-home-look = Look
ui-home-knock = { $name } is knocking
ui-home-knock-text = Call her. She will read you six words.
ui-home-knock-do = Let her in
ui-home-decide = { $n ->
    [one] { $n } decision waits for you
   *[other] { $n } decisions wait for you
}
ui-home-alone = You are alone here so far
ui-home-alone-text = Ask the first friend in: send her a link and talk on the phone.
ui-home-unsent = { $n ->
    [one] { $n } note waits to be sent
   *[other] { $n } notes wait to be sent
}: nothing gets lost.
ui-invite = Invite

# At the door
ui-link-title = Enter a circle
ui-link-given = The invitation is here. What shall they call you in this circle?
ui-link-label = The invitation’s link
ui-link-hint = Paste the whole link you were sent.
ui-link-wrong = This is not an invitation’s link. Copy all of it.
ui-link-why = Why you knock
ui-why-admit = I want to enter the circle
ui-why-restore = I have a new phone, give me back my place
ui-why-thaw = I have my phone back, thaw my place
ui-your-old-name = Your name in the circle before
ui-your-old-name-hint = Exactly as it was.
ui-link-knock = Knock
ui-knocking-row = You are knocking
ui-knocking-as = As { $name }
ui-knocking-find = Looking for the door…
ui-knocking-by = { $name } invited you
ui-knocking-wait = Call the friend who sent the link and tell her that you knocked. When she opens the app, six words appear here.
ui-knocking-open = Do not close this page
ui-knocking-read = Read these words aloud on the phone. Only by voice, do not write them.
ui-knocking-words = Words for { $name }
ui-knocking-after = Then the circle decides, and this page opens the door by itself. That may take a while.
ui-knocking-stop = Stop knocking
ui-knocking-stop-text = To enter later you will need a new link.

# Chat
ui-readers = Who will read: only this circle ({ $n })
ui-readers-room = Who will read: only this room ({ $n })
ui-write = Write…
ui-send = Send
ui-sent = sent
ui-not-sent = not sent
ui-edited = edited
ui-doubled = came twice, differing
ui-retracted = Taken back
ui-newer = Written by a newer version. Update the app to read it.
ui-reply = Reply
ui-reply-missing = Not here yet
ui-edit = Edit
ui-editing = Editing:
ui-retract = Take back
ui-retract-text = Everybody will see “taken back” instead. Whoever has read it has read it.
ui-retract-yes = Take back
ui-line-more = What to do with this message ({ $name })
ui-chat-empty = Nobody wrote here yet. No surnames, units or places, please.
ui-chat-earlier = Show earlier ones ({ $n })
ui-chat-gaps = { $n ->
    [one] { $n } more message is on its way: it was written, but has not arrived here.
   *[other] { $n } more messages are on their way: they were written, but have not arrived here.
}
ui-picture = Picture
ui-voice = Voice note
ui-voice-coming = The voice note is still on its way ({ $size } KB)
ui-file-coming = The file is still on its way ({ $size } KB)
ui-a-file = File
ui-coming = Opening…

# Demonstration
ui-demo = Demonstration
ui-demo-text = A circle of invented women living on this machine. They let you in and answer. The secret word is “{ $words }”.
ui-demo-look = Look around as a member
ui-demo-name = Guest
