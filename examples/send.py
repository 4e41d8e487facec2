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
        return refusal.code, json.load(refusal), int(refusal.headers.get("Retry-After", 1))


def send(to, text):
    # The same key with each attempt: the message is sent once, whatever happens to the connection.
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = {"to": to, "from": SENDER, "text": text, "class": "otp"}
    for attempt in range(1, ATTEMPTS + 1):
        try:
            status, answer, pause = ask("POST", "/v1/sms/send", body, headers)
        except OSError as broken:
            status, answer, pause = 0, {"code": "no_answer", "detail": str(broken), "retryable": True}, 1
        if status == 202:
            return answer["id"]
        if not answer["retryable"] or attempt == ATTEMPTS:
            sys.exit("%s: %s" % (answer["code"], answer.get("detail", answer.get("title"))))
        time.sleep(pause)


def final_state(message):
    for _ in range(60):
        state = ask("GET", "/v1/sms/" + message)[1]["state"]
        if state not in ("accepted", "queued", "submitted"):
            return state
        time.sleep(0.5)
    return state


if __name__ == "__main__":
    sent = send(sys.argv[1], sys.argv[2])
    print(sent, final_state(sent))
