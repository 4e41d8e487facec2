#!/usr/bin/env python3
"""Verifies an export of Elchi's audit without Elchi and without its database.

    ./elchi audit export > audit.jsonl
    python3 tools/verify-audit.py audit.jsonl [HASH ...]

Each line is {"n": ..., "id": ..., "hash": ..., "body": ...}. The hash of a line is
SHA-256(hash of the line before, in hexadecimal digits + "\\n" + n + "\\n" + body), and that before
the first line is 64 zeros. A HASH is one that was written down earlier, such as the head that
`elchi audit verify` prints: it must be among the lines.

Exit status: 0 when all is as it was written, 1 when it is not, 2 when the file cannot be read.
"""

import hashlib
import json
import sys


def faults(lines, anchors):
    before, expected, missing = "0" * 64, 1, set(anchors)
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            n, stored, body = entry["n"], entry["hash"], entry.get("body")
        except (ValueError, KeyError, TypeError):
            yield f"line {number} is no entry"
            continue
        if n != expected:
            yield f"line {number}: entry {n} stands where entry {expected} should be"
        if body is None:
            yield f"entry {n} is removed"
        else:
            text = f"{before}\n{n}\n{body}".encode()
            if hashlib.sha256(text).hexdigest() != stored:
                yield f"entry {n} or its place is changed"
        missing.discard(stored)
        before, expected = stored, n + 1
    for anchor in sorted(missing):
        yield f"the hash {anchor} that was written down is not there"


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    count = 0
    try:
        with open(arguments[0], encoding="utf-8") as export:
            lines = [line for line in export if line.strip()]
    except (OSError, UnicodeDecodeError) as failure:
        print(f"{arguments[0]} cannot be read: {failure}")
        return 2
    if not lines:
        print(f"{arguments[0]} has no entries")
        return 2
    for fault in faults(lines, arguments[1:]):
        count += 1
        print(fault)
    if count:
        return 1
    print(f"{len(lines)} entries are as they were written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
