"""03 The log: headers, runs, gaps and forks. Written from the text of Spec/ alone."""

from .encoding import LIMITS, Fault, varint
from .seals import H


def entry_header(folder, replica, sequence, previous, kind, epoch, body_hash, body_length):
    return (
        bytes([1, 1, kind]) + folder + replica + varint(sequence) + previous + epoch + body_hash + varint(body_length)
    )


def run(r):
    value = {"folder": r.id(16), "author": r.id(32), "nonce": r.id(8)}
    value["first"] = r.varint(1, 2**63 - 1 - LIMITS["runEntriesMax"])
    value["previous"] = r.id(32)
    start, entries = r.at, []
    for _ in range(r.count(LIMITS["runEntriesMax"])):
        place, tag = r.at, r.byte()
        kind = tag & 0x7F
        if not 1 <= kind <= 6 and not kind & 0x40:
            raise Fault("invalidValue", place)
        epoch = r.id(16) if kind in (1, 6) else bytes(16)
        if tag & 0x80:
            body, body_hash = None, r.id(32)
            length = r.count(LIMITS["bodyBytesMax"])
        else:
            body = r.blob(LIMITS["bodyBytesMax"])
            body_hash, length = H("derma/1/body", body), len(body)
        entries.append((kind, epoch, body, body_hash, length))
    if not entries:
        raise Fault("invalidValue", start)
    if sum(entry[4] for entry in entries) > LIMITS["runBodyBytesMax"]:
        raise Fault("limitExceeded", start)
    value["entries"], value["signature"] = entries, r.id(64)
    return value


def headers_of(value):
    genesis_hash = H("derma/1/replica", value["folder"] + value["author"] + value["nonce"])
    previous, out = value["previous"], []
    for place, (kind, epoch, body, body_hash, length) in enumerate(value["entries"]):
        sequence = value["first"] + place
        header = entry_header(value["folder"], genesis_hash[:16], sequence, previous, kind, epoch, body_hash, length)
        previous = H("derma/1/header", header)
        out.append(
            {
                "replica": genesis_hash[:16].hex(),
                "sequence": str(sequence),
                "kind": kind,
                "header": header.hex(),
                "hash": previous.hex(),
                "body": None if body is None else body.hex(),
            }
        )
    return out


def extend(value, tail_sequence, tail_hash, held):
    headers = headers_of(value)
    first, last = value["first"], value["first"] + len(headers) - 1
    if first > tail_sequence + 1:
        return {"fault": "gap", "expected": str(tail_sequence + 1)}
    if first == tail_sequence + 1:
        return {"new": len(headers)} if value["previous"] == tail_hash else {"fault": "fork", "sequence": str(first)}
    shared = min(last, tail_sequence)
    if headers[shared - first]["hash"] != held:
        return {"fault": "fork", "sequence": str(shared)}
    return {"new": max(0, last - tail_sequence)}
