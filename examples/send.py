"""Sends a one-time password and waits for its final state: send.py NUMBER TEXT"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ["ELCHI_URL"]
KEY = os.environ["ELCHI_KEY"]
SENDER = os.environ.get("ELCHI_FROM", "MyBank")
ATTEMPTS = 5


def ask(method, path, body=None, headers=None):
    """The answer's status, its JSON, and how many seconds to wait before the next attempt."""
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + KEY, "Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer), 0
    except urllib.error.HTTPError as refusal:
        pause = int(refusal.headers.get("Retry-After", 1))
        try:
            return refusal.code, json.load(refusal), pause
        except ValueError:
            # A proxy's answer, for instance.
            return 0, {"code": "no_answer", "detail": str(refusal), "retryable": True}, pause
    except OSError as broken:
        return 0, {"code": "no_answer", "detail": str(broken), "retryable": True}, 1


def send(to, text):
    # The same key with each attempt: the message is sent once, whatever happens to the connection.
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = {"to": to, "from": SENDER, "text": text, "class": "otp"}
    for attempt in range(1, ATTEMPTS + 1):
        status, answer, pause = ask("POST", "/v1/sms/send", body, headers)
        if status == 202:
            return answer["id"]
        if not answer["retryable"] or attempt == ATTEMPTS:
            sys.exit("%s: %s" % (answer["code"], answer.get("detail", answer.get("title"))))
        time.sleep(pause)


def final_state(message):
    for _ in range(60):
        status, answer, pause = ask("GET", "/v1/sms/" + message)
        if status == 200 and answer["state"] not in ("accepted", "queued", "submitted"):
            return answer["state"]
        time.sleep(pause or 0.5)
    sys.exit("not final yet: " + message)


if __name__ == "__main__":
    sent = send(sys.argv[1], sys.argv[2])
    print(sent, final_state(sent))
