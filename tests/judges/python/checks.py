"""What the judges in Python share: named checks, and where the simulator is."""

import os
import sys
import time
import urllib.parse

API = urllib.parse.urlsplit(os.environ["PACKET_API_URL"].rstrip("/"))
KEY = os.environ["PACKET_API_KEY"]
PROJECT = os.environ["PACKET_PROJECT_ID"]

SSH_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN10qaTzMnDJg+SmFWbWUNCHo0nVpIyjmHcmVGcbRRyw judge@project"
USER_DATA = "#!/bin/sh\necho 'ü & + % =' \"$0\"\n"

passed, failed = 0, 0


def check(name, *pairs):
    """Each pair is what was got and what was wanted."""
    global passed, failed
    wrong = [f"wanted {wanted!r}, got {got!r}" for got, wanted in pairs if got != wanted]
    if wrong:
        failed += 1
        print(f"not ok {name}: {'; '.join(wrong)}", flush=True)
    else:
        passed += 1
        print(f"ok {name}", flush=True)


def refused(name, call, *words):
    """The call must fail, and its error must hold all words."""
    try:
        told = f"nothing: it gave {call()!r}"
    except Exception as error:  # whatever the client makes of it
        told = str(error)
    check(name, ([word for word in words if word not in told], []))


def wait_for(look, is_there):
    """The first thing seen that is there, or the last one seen within a minute."""
    for _ in range(300):
        seen = look()
        if is_there(seen):
            break
        time.sleep(0.2)
    return seen


def run(judge, sections):
    """Every section has its turn, even after one that broke off; what one returns is the next one's argument."""
    argument = ()
    for section in sections:
        try:
            argument = section(*argument) or argument
        except Exception as error:
            check(f"{section.__name__}: it comes to its end", (f"{type(error).__name__}: {error}", None))
    print(f"{judge}: {passed} passed, {failed} failed")
    sys.exit(failed > 0)
